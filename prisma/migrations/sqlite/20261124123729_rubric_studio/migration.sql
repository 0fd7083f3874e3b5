-- CreateTable
CREATE TABLE "StudioRubric" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "organizationId" TEXT,
    "slug" TEXT NOT NULL,
    "round" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "forkedFrom" TEXT NOT NULL DEFAULT '',
    "draft" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "changedBy" TEXT NOT NULL,
    "changedAt" DATETIME NOT NULL,
    "archivedAt" DATETIME,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "StudioRubric_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "RubricPublication" (
    "rubricId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "changes" TEXT NOT NULL,
    "publishedBy" TEXT NOT NULL,
    "publishedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,

    PRIMARY KEY ("rubricId", "version"),
    CONSTRAINT "RubricPublication_rubricId_fkey" FOREIGN KEY ("rubricId") REFERENCES "StudioRubric" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "HumanGrade" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "interviewId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "graderName" TEXT NOT NULL,
    "rubricHash" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "criteria" TEXT NOT NULL,
    "submittedAt" DATETIME,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "HumanGrade_interviewId_fkey" FOREIGN KEY ("interviewId") REFERENCES "Interview" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "HumanGrade_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "BenchRun" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "rubricId" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "beforeHash" TEXT NOT NULL,
    "draft" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "items" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" DATETIME,
    CONSTRAINT "BenchRun_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "BenchRun_rubricId_fkey" FOREIGN KEY ("rubricId") REFERENCES "StudioRubric" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "BenchResult" (
    "runId" TEXT NOT NULL,
    "item" TEXT NOT NULL,
    "before" TEXT NOT NULL,
    "after" TEXT NOT NULL,

    PRIMARY KEY ("runId", "item"),
    CONSTRAINT "BenchResult_runId_fkey" FOREIGN KEY ("runId") REFERENCES "BenchRun" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_GradeRun" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "interviewId" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "leaseOwner" TEXT,
    "leaseUntil" DATETIME,
    "graderKind" TEXT NOT NULL,
    "graderVersion" TEXT,
    "rubricHash" TEXT NOT NULL,
    "promptHash" TEXT,
    "schemaVersion" INTEGER NOT NULL DEFAULT 1,
    "provider" TEXT,
    "model" TEXT,
    "result" TEXT,
    "error" TEXT,
    "note" TEXT NOT NULL DEFAULT '',
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" DATETIME,
    CONSTRAINT "GradeRun_interviewId_fkey" FOREIGN KEY ("interviewId") REFERENCES "Interview" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_GradeRun" ("attempts", "createdAt", "error", "finishedAt", "graderKind", "graderVersion", "id", "interviewId", "leaseOwner", "leaseUntil", "model", "promptHash", "provider", "result", "rubricHash", "schemaVersion", "status") SELECT "attempts", "createdAt", "error", "finishedAt", "graderKind", "graderVersion", "id", "interviewId", "leaseOwner", "leaseUntil", "model", "promptHash", "provider", "result", "rubricHash", "schemaVersion", "status" FROM "GradeRun";
DROP TABLE "GradeRun";
ALTER TABLE "new_GradeRun" RENAME TO "GradeRun";
CREATE INDEX "GradeRun_interviewId_createdAt_idx" ON "GradeRun"("interviewId", "createdAt");
CREATE INDEX "GradeRun_status_idx" ON "GradeRun"("status");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "StudioRubric_organizationId_idx" ON "StudioRubric"("organizationId");

-- CreateIndex
CREATE UNIQUE INDEX "StudioRubric_userId_slug_key" ON "StudioRubric"("userId", "slug");

-- CreateIndex
CREATE INDEX "RubricPublication_hash_idx" ON "RubricPublication"("hash");

-- CreateIndex
CREATE INDEX "HumanGrade_userId_idx" ON "HumanGrade"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "HumanGrade_interviewId_userId_rubricHash_key" ON "HumanGrade"("interviewId", "userId", "rubricHash");

-- CreateIndex
CREATE INDEX "BenchRun_rubricId_createdAt_idx" ON "BenchRun"("rubricId", "createdAt");

-- CreateIndex
CREATE INDEX "BenchRun_status_idx" ON "BenchRun"("status");
