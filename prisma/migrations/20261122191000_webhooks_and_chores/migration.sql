-- CreateTable
CREATE TABLE "ChoreRun" (
    "chore" TEXT NOT NULL,
    "ranAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ChoreRun_pkey" PRIMARY KEY ("chore")
);

-- CreateTable
CREATE TABLE "WebhookDelivery" (
    "id" TEXT NOT NULL,
    "jobId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "occurredAt" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deliveredAt" TIMESTAMPTZ(3),
    "gaveUpAt" TIMESTAMPTZ(3),
    "lastStatus" INTEGER,
    "lastFault" TEXT,

    CONSTRAINT "WebhookDelivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WebhookEndpoint" (
    "id" TEXT NOT NULL,
    "seenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "WebhookEndpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WebhookReceipt" (
    "id" TEXT NOT NULL,
    "bodyHash" TEXT NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "answer" JSONB,

    CONSTRAINT "WebhookReceipt_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "WebhookDelivery_jobId_idx" ON "WebhookDelivery"("jobId");

-- AddForeignKey
ALTER TABLE "WebhookDelivery" ADD CONSTRAINT "WebhookDelivery_jobId_fkey" FOREIGN KEY ("jobId") REFERENCES "FineTuningJob"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot say.
CREATE INDEX "WebhookDelivery_due_idx" ON "WebhookDelivery"("nextAttemptAt")
  WHERE "deliveredAt" IS NULL AND "gaveUpAt" IS NULL;
CREATE INDEX "FineTuningJob_finished_idx" ON "FineTuningJob"("finishedAt") WHERE "finishedAt" IS NOT NULL;

-- The delivery is written by the statement that writes the event: no event without it, none of it without an
-- event, and one for each, because its id is made of the event's.
CREATE FUNCTION "queue_webhook"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "WebhookDelivery" ("id", "jobId", "seq", "type", "occurredAt", "nextAttemptAt")
  SELECT 'evt_' || NEW."jobId" || '_' || NEW."seq", NEW."jobId", NEW."seq",
    'fine_tuning.job.' || CASE NEW."type"
      WHEN 'claimed' THEN 'running' WHEN 'completed' THEN 'succeeded' ELSE NEW."type" END,
    NEW."at", clock_timestamp()
  FROM "WebhookEndpoint" LIMIT 1;
  RETURN NULL;
END $$;
CREATE TRIGGER "JobEvent_webhook" AFTER INSERT ON "JobEvent"
  FOR EACH ROW WHEN (NEW."type" IN ('created', 'claimed', 'completed', 'failed', 'cancelled'))
  EXECUTE FUNCTION "queue_webhook"();
