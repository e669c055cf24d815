-- CreateTable
CREATE UNLOGGED TABLE "DraftOrder" (
    "id" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "emailAccountId" TEXT NOT NULL,
    "modelName" TEXT,
    "adapterSha256" TEXT,
    "maxTokens" INTEGER NOT NULL,
    "promptSealed" BYTEA,
    "readUntil" TIMESTAMPTZ(3) NOT NULL,
    "takenBy" TEXT,
    "agentLeft" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "DraftOrder_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE UNLOGGED TABLE "DraftEvent" (
    "draftId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "textSealed" BYTEA NOT NULL,
    "end" JSONB,

    CONSTRAINT "DraftEvent_pkey" PRIMARY KEY ("draftId","seq")
);

-- AlterTable
ALTER TABLE "Agent" ADD COLUMN "drainRequestedAt" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "DraftOrder_agentId_idx" ON "DraftOrder"("agentId");

-- CreateIndex
CREATE INDEX "DraftOrder_readUntil_idx" ON "DraftOrder"("readUntil");

-- AddForeignKey
ALTER TABLE "DraftOrder" ADD CONSTRAINT "DraftOrder_agentId_fkey" FOREIGN KEY ("agentId") REFERENCES "Agent"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DraftOrder" ADD CONSTRAINT "DraftOrder_emailAccountId_fkey" FOREIGN KEY ("emailAccountId") REFERENCES "EmailAccount"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DraftEvent" ADD CONSTRAINT "DraftEvent_draftId_fkey" FOREIGN KEY ("draftId") REFERENCES "DraftOrder"("id") ON DELETE CASCADE ON UPDATE CASCADE;
