-- CreateTable
CREATE TABLE "QuestionPublication" (
    "questionId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "changes" TEXT NOT NULL,
    "publishedBy" TEXT NOT NULL,
    "publishedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,

    PRIMARY KEY ("questionId", "version"),
    CONSTRAINT "QuestionPublication_questionId_fkey" FOREIGN KEY ("questionId") REFERENCES "StudioQuestion" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- Versions published before there was a history: when is known, why and by whom is not.
INSERT INTO "QuestionPublication" ("questionId", "version", "hash", "source", "reason", "changes", "publishedBy", "publishedAt")
SELECT "StudioQuestion"."id", "ContentVersion"."version", "ContentVersion"."hash", '', 'Published before reasons were asked for.', '[]', '', "ContentVersion"."createdAt"
FROM "ContentVersion" JOIN "StudioQuestion" ON "ContentVersion"."owner" = 'question:' || "StudioQuestion"."id";
