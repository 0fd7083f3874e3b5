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
    "calibrated" BOOLEAN NOT NULL DEFAULT false,
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
    "grader" TEXT NOT NULL DEFAULT 'rules',
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

-- CreateTable
CREATE TABLE "PracticeLink" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "rubricId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "question" TEXT,
    "level" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closedAt" DATETIME,
    CONSTRAINT "PracticeLink_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "PracticeLink_rubricId_fkey" FOREIGN KEY ("rubricId") REFERENCES "StudioRubric" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "RegradeRequest" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "interviewId" TEXT NOT NULL,
    "gradeRunId" TEXT NOT NULL,
    "criterion" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "answer" TEXT NOT NULL DEFAULT '',
    "answeredBy" TEXT NOT NULL DEFAULT '',
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "answeredAt" DATETIME,
    CONSTRAINT "RegradeRequest_interviewId_fkey" FOREIGN KEY ("interviewId") REFERENCES "Interview" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- AlterTable
-- Added in place: a table that is made anew would take its rows' children with it where foreign keys are on.
ALTER TABLE "Interview" ADD COLUMN "linkId" TEXT REFERENCES "PracticeLink" ("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "Interview" ADD COLUMN "takerName" TEXT NOT NULL DEFAULT '';
ALTER TABLE "GradeRun" ADD COLUMN "note" TEXT NOT NULL DEFAULT '';
ALTER TABLE "GradeRun" ADD COLUMN "calibration" TEXT;
CREATE INDEX "Interview_linkId_idx" ON "Interview"("linkId");

-- CreateIndex
CREATE INDEX "StudioRubric_organizationId_idx" ON "StudioRubric"("organizationId");

-- CreateIndex
CREATE UNIQUE INDEX "StudioRubric_slug_key" ON "StudioRubric"("slug");

-- CreateIndex
CREATE INDEX "StudioRubric_userId_idx" ON "StudioRubric"("userId");

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

-- CreateIndex
CREATE INDEX "PracticeLink_userId_idx" ON "PracticeLink"("userId");

-- CreateIndex
CREATE INDEX "PracticeLink_rubricId_idx" ON "PracticeLink"("rubricId");

-- CreateIndex
CREATE INDEX "RegradeRequest_interviewId_idx" ON "RegradeRequest"("interviewId");
