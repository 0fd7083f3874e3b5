-- CreateTable
CREATE TABLE "ModelConnection" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT,
    "kind" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "baseUrl" TEXT,
    "encryptedKey" TEXT NOT NULL,
    "tasks" TEXT NOT NULL,
    "limits" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "ModelConnection_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ModelCall" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT,
    "interviewId" TEXT,
    "connectionId" TEXT,
    "purpose" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "finish" TEXT,
    "input" INTEGER NOT NULL,
    "cacheRead" INTEGER NOT NULL,
    "cacheWrite" INTEGER NOT NULL,
    "output" INTEGER NOT NULL,
    "reasoning" INTEGER NOT NULL,
    "estimated" BOOLEAN NOT NULL,
    "costMicros" INTEGER,
    "priceVersion" TEXT,
    "requestId" TEXT,
    "ttftMs" REAL,
    "totalMs" REAL NOT NULL,
    "at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateIndex
CREATE INDEX "ModelConnection_userId_idx" ON "ModelConnection"("userId");

-- CreateIndex
CREATE INDEX "ModelCall_userId_at_idx" ON "ModelCall"("userId", "at");

-- CreateIndex
CREATE INDEX "ModelCall_interviewId_idx" ON "ModelCall"("interviewId");

-- CreateIndex
CREATE INDEX "ModelCall_at_idx" ON "ModelCall"("at");
