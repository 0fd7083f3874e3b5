-- CreateTable
CREATE TABLE "StudioQuestion" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "organizationId" TEXT,
    "slug" TEXT NOT NULL,
    "round" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "publishedVersion" INTEGER,
    "publishedHash" TEXT,
    "changedBy" TEXT NOT NULL,
    "changedAt" DATETIME NOT NULL,
    "archivedAt" DATETIME,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "StudioQuestion_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "StudioQuestion_slug_key" ON "StudioQuestion"("slug");

-- CreateIndex
CREATE INDEX "StudioQuestion_userId_idx" ON "StudioQuestion"("userId");

-- CreateIndex
CREATE INDEX "StudioQuestion_organizationId_idx" ON "StudioQuestion"("organizationId");
