-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "JobStatus" AS ENUM ('PENDING', 'EXTRACTING_DATA', 'PREPARING_DATA', 'TRAINING', 'DEPLOYING', 'COMPLETED', 'FAILED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "ModelVerdict" AS ENUM ('promote', 'keep_base');

-- CreateEnum
CREATE TYPE "UserRole" AS ENUM ('writer', 'operator');

-- CreateTable
CREATE TABLE "Agent" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),
    "lastSeenAt" TIMESTAMPTZ(3),
    "info" JSONB,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Agent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "ipAddress" TEXT,
    "userAgent" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuthAccount" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "providerId" TEXT NOT NULL,
    "accessToken" TEXT,
    "refreshToken" TEXT,
    "idToken" TEXT,
    "accessTokenExpiresAt" TIMESTAMPTZ(3),
    "refreshTokenExpiresAt" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AuthAccount_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Verification" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Verification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "EmailAccount" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "ownName" TEXT NOT NULL,
    "aliases" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "isPrimary" BOOLEAN NOT NULL DEFAULT false,
    "aiProvider" TEXT,
    "aiModel" TEXT,
    "sentCount" INTEGER NOT NULL DEFAULT 0,
    "wrappedKey" BYTEA NOT NULL,
    "keyId" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "EmailAccount_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "EmailMessage" (
    "id" TEXT NOT NULL,
    "emailAccountId" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "inReplyTo" TEXT,
    "references" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "threadId" TEXT NOT NULL,
    "fromName" TEXT NOT NULL,
    "fromAddress" TEXT NOT NULL,
    "to" JSONB NOT NULL,
    "cc" JSONB NOT NULL,
    "sentAt" TIMESTAMPTZ(3) NOT NULL,
    "isSent" BOOLEAN NOT NULL,
    "markers" JSONB NOT NULL DEFAULT '{}',
    "subjectSealed" BYTEA NOT NULL,
    "bodySealed" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "EmailMessage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FineTuningJob" (
    "id" TEXT NOT NULL,
    "emailAccountId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "status" "JobStatus" NOT NULL DEFAULT 'PENDING',
    "progress" INTEGER NOT NULL DEFAULT 0,
    "eventSeq" INTEGER NOT NULL DEFAULT 0,
    "agentId" TEXT,
    "leaseEpoch" INTEGER NOT NULL DEFAULT 0,
    "leaseUntil" TIMESTAMPTZ(3),
    "claimId" TEXT,
    "agentSeq" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "runAfter" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "cancelRequestedAt" TIMESTAMPTZ(3),
    "idempotencyKey" TEXT,
    "retryOf" TEXT,
    "modelName" TEXT NOT NULL,
    "version" INTEGER,
    "adapterSha256" TEXT,
    "trainResult" JSONB,
    "heldOutBase" DOUBLE PRECISION,
    "heldOutTuned" DOUBLE PRECISION,
    "costUsd" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "gpuSeconds" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "errorCode" TEXT,
    "errorMessage" TEXT,
    "errorNextStep" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "FineTuningJob_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "JobEvent" (
    "jobId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "status" "JobStatus" NOT NULL,
    "progress" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "payload" JSONB NOT NULL,

    CONSTRAINT "JobEvent_pkey" PRIMARY KEY ("jobId","seq")
);

-- CreateTable
CREATE TABLE "ModelVersion" (
    "id" TEXT NOT NULL,
    "emailAccountId" TEXT NOT NULL,
    "jobId" TEXT NOT NULL,
    "agentId" TEXT,
    "version" INTEGER NOT NULL,
    "modelName" TEXT NOT NULL,
    "baseName" TEXT NOT NULL,
    "engine" TEXT NOT NULL,
    "adapterSha256" TEXT NOT NULL,
    "evaluation" JSONB NOT NULL,
    "manifest" JSONB,
    "verdict" "ModelVerdict" NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ModelVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Notification" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "emailAccountId" TEXT,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "noticeKey" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "readAt" TIMESTAMPTZ(3),

    CONSTRAINT "Notification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "User" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "emailVerified" BOOLEAN NOT NULL DEFAULT false,
    "name" TEXT NOT NULL,
    "image" TEXT,
    "role" "UserRole" NOT NULL DEFAULT 'writer',
    "aiProvider" TEXT,
    "aiModel" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Agent_tokenHash_key" ON "Agent"("tokenHash");

-- CreateIndex
CREATE UNIQUE INDEX "Session_token_key" ON "Session"("token");

-- CreateIndex
CREATE INDEX "Session_userId_idx" ON "Session"("userId");

-- CreateIndex
CREATE INDEX "AuthAccount_userId_idx" ON "AuthAccount"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "AuthAccount_providerId_accountId_key" ON "AuthAccount"("providerId", "accountId");

-- CreateIndex
CREATE INDEX "Verification_identifier_idx" ON "Verification"("identifier");

-- CreateIndex
CREATE UNIQUE INDEX "EmailAccount_userId_address_key" ON "EmailAccount"("userId", "address");

-- CreateIndex
CREATE INDEX "EmailMessage_emailAccountId_isSent_sentAt_id_idx" ON "EmailMessage"("emailAccountId", "isSent", "sentAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "EmailMessage_emailAccountId_threadId_sentAt_idx" ON "EmailMessage"("emailAccountId", "threadId", "sentAt");

-- CreateIndex
CREATE INDEX "EmailMessage_emailAccountId_inReplyTo_idx" ON "EmailMessage"("emailAccountId", "inReplyTo");

-- CreateIndex
CREATE UNIQUE INDEX "EmailMessage_emailAccountId_messageId_key" ON "EmailMessage"("emailAccountId", "messageId");

-- CreateIndex
CREATE UNIQUE INDEX "FineTuningJob_claimId_key" ON "FineTuningJob"("claimId");

-- CreateIndex
CREATE INDEX "FineTuningJob_emailAccountId_createdAt_idx" ON "FineTuningJob"("emailAccountId", "createdAt" DESC);

-- CreateIndex
CREATE INDEX "FineTuningJob_createdAt_idx" ON "FineTuningJob"("createdAt" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "FineTuningJob_userId_idempotencyKey_key" ON "FineTuningJob"("userId", "idempotencyKey");

-- CreateIndex
CREATE UNIQUE INDEX "ModelVersion_jobId_key" ON "ModelVersion"("jobId");

-- CreateIndex
CREATE UNIQUE INDEX "ModelVersion_emailAccountId_version_key" ON "ModelVersion"("emailAccountId", "version");

-- CreateIndex
CREATE INDEX "Notification_userId_createdAt_idx" ON "Notification"("userId", "createdAt" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "Notification_userId_noticeKey_key" ON "Notification"("userId", "noticeKey");

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AuthAccount" ADD CONSTRAINT "AuthAccount_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EmailAccount" ADD CONSTRAINT "EmailAccount_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EmailMessage" ADD CONSTRAINT "EmailMessage_emailAccountId_fkey" FOREIGN KEY ("emailAccountId") REFERENCES "EmailAccount"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FineTuningJob" ADD CONSTRAINT "FineTuningJob_emailAccountId_fkey" FOREIGN KEY ("emailAccountId") REFERENCES "EmailAccount"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FineTuningJob" ADD CONSTRAINT "FineTuningJob_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FineTuningJob" ADD CONSTRAINT "FineTuningJob_agentId_fkey" FOREIGN KEY ("agentId") REFERENCES "Agent"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "JobEvent" ADD CONSTRAINT "JobEvent_jobId_fkey" FOREIGN KEY ("jobId") REFERENCES "FineTuningJob"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ModelVersion" ADD CONSTRAINT "ModelVersion_emailAccountId_fkey" FOREIGN KEY ("emailAccountId") REFERENCES "EmailAccount"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ModelVersion" ADD CONSTRAINT "ModelVersion_jobId_fkey" FOREIGN KEY ("jobId") REFERENCES "FineTuningJob"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ModelVersion" ADD CONSTRAINT "ModelVersion_agentId_fkey" FOREIGN KEY ("agentId") REFERENCES "Agent"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notification" ADD CONSTRAINT "Notification_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notification" ADD CONSTRAINT "Notification_emailAccountId_fkey" FOREIGN KEY ("emailAccountId") REFERENCES "EmailAccount"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- From here on what a Prisma schema cannot say.

-- Ids become model names, file names and URLs as they are.
ALTER TABLE "User" ADD CONSTRAINT "User_id_check" CHECK ("id" ~ '^[a-z0-9]{6,40}$');
ALTER TABLE "EmailAccount" ADD CONSTRAINT "EmailAccount_id_check" CHECK ("id" ~ '^[a-z0-9]{6,40}$');
ALTER TABLE "FineTuningJob" ADD CONSTRAINT "FineTuningJob_id_check" CHECK ("id" ~ '^[a-z0-9]{6,40}$');
ALTER TABLE "Agent" ADD CONSTRAINT "Agent_id_check" CHECK ("id" ~ '^[a-z0-9]{6,40}$');

ALTER TABLE "EmailAccount" ADD CONSTRAINT "EmailAccount_address_check" CHECK ("address" = lower("address"));
ALTER TABLE "EmailAccount" ADD CONSTRAINT "EmailAccount_sentCount_check" CHECK ("sentCount" >= 0);
ALTER TABLE "FineTuningJob" ADD CONSTRAINT "FineTuningJob_progress_check" CHECK ("progress" BETWEEN 0 AND 100);
ALTER TABLE "JobEvent" ADD CONSTRAINT "JobEvent_seq_check" CHECK ("seq" > 0);
ALTER TABLE "ModelVersion" ADD CONSTRAINT "ModelVersion_version_check" CHECK ("version" > 0);

CREATE UNIQUE INDEX "EmailAccount_one_primary_key" ON "EmailAccount"("userId") WHERE "isPrimary";
CREATE UNIQUE INDEX "ModelVersion_one_active_key" ON "ModelVersion"("emailAccountId") WHERE "active";
CREATE UNIQUE INDEX "FineTuningJob_one_open_key" ON "FineTuningJob"("emailAccountId")
  WHERE "status" IN ('PENDING', 'EXTRACTING_DATA', 'PREPARING_DATA', 'TRAINING', 'DEPLOYING');
CREATE INDEX "FineTuningJob_queue_idx" ON "FineTuningJob"("createdAt", "id") WHERE "status" = 'PENDING';
CREATE INDEX "FineTuningJob_lease_idx" ON "FineTuningJob"("leaseUntil") WHERE "leaseUntil" IS NOT NULL;

-- An end is an end: neither the state nor what the log says may change after it.
CREATE FUNCTION "refuse_job_reopening"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'job % has ended as % and cannot change any more', OLD."id", OLD."status"
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'FineTuningJob_ended';
END $$;
CREATE TRIGGER "FineTuningJob_ended" BEFORE UPDATE ON "FineTuningJob"
  FOR EACH ROW WHEN (
    OLD."status" IN ('COMPLETED', 'FAILED', 'CANCELLED')
    AND (NEW."status", NEW."progress", NEW."eventSeq") IS DISTINCT FROM (OLD."status", OLD."progress", OLD."eventSeq")
  ) EXECUTE FUNCTION "refuse_job_reopening"();

-- The log only grows. It goes with its job (the cascade arrives at trigger depth 2), never line by line.
CREATE FUNCTION "refuse_log_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND pg_trigger_depth() > 1 THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'the log of a job is append-only'
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'JobEvent_append_only';
END $$;
CREATE TRIGGER "JobEvent_append_only" BEFORE UPDATE OR DELETE ON "JobEvent"
  FOR EACH ROW EXECUTE FUNCTION "refuse_log_change"();
CREATE TRIGGER "JobEvent_no_truncate" BEFORE TRUNCATE ON "JobEvent"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_log_change"();
