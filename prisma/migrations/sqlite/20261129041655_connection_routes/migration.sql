-- Columns are added in place: decision 24.
ALTER TABLE "ModelConnection" ADD COLUMN "capabilities" TEXT NOT NULL DEFAULT '';
ALTER TABLE "ModelConnection" ADD COLUMN "position" INTEGER NOT NULL DEFAULT 0;
