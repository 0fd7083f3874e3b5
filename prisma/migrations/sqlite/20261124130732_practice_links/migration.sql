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

-- AlterTable
-- Added in place: a table that is made anew would take the events of every interview with it where foreign keys are on.
ALTER TABLE "Interview" ADD COLUMN "linkId" TEXT REFERENCES "PracticeLink" ("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "Interview" ADD COLUMN "takerName" TEXT NOT NULL DEFAULT '';

-- CreateIndex
CREATE INDEX "Interview_linkId_idx" ON "Interview"("linkId");

-- CreateIndex
CREATE INDEX "PracticeLink_userId_idx" ON "PracticeLink"("userId");

-- CreateIndex
CREATE INDEX "PracticeLink_rubricId_idx" ON "PracticeLink"("rubricId");
