-- What a job has used, over all its attempts.
ALTER TABLE "FineTuningJob" ADD COLUMN "energyWh" DOUBLE PRECISION,
ADD COLUMN "costUsdBefore" DOUBLE PRECISION NOT NULL DEFAULT 0,
ADD COLUMN "gpuSecondsBefore" DOUBLE PRECISION NOT NULL DEFAULT 0,
ADD COLUMN "energyWhBefore" DOUBLE PRECISION NOT NULL DEFAULT 0;

-- The state machine of contracts/job/states, and the end that stays as it was written. These two triggers are what
-- packages/db/src/job/job-guards-sql.ts gives; a test compares them.
DROP TRIGGER "FineTuningJob_ended" ON "FineTuningJob";

CREATE FUNCTION "refuse_job_transition"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'job % is % and cannot become %', OLD."id", OLD."status", NEW."status"
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'FineTuningJob_transition';
END $$;

CREATE TRIGGER "FineTuningJob_transition" BEFORE UPDATE OF "status" ON "FineTuningJob"
  FOR EACH ROW WHEN (
    OLD."status" IS DISTINCT FROM NEW."status" AND CASE OLD."status"
      WHEN 'PENDING' THEN NEW."status" NOT IN ('EXTRACTING_DATA', 'CANCELLED')
      WHEN 'EXTRACTING_DATA' THEN NEW."status" NOT IN ('PENDING', 'PREPARING_DATA', 'TRAINING', 'FAILED', 'CANCELLED')
      WHEN 'PREPARING_DATA' THEN NEW."status" NOT IN ('PENDING', 'TRAINING', 'FAILED', 'CANCELLED')
      WHEN 'TRAINING' THEN NEW."status" NOT IN ('PENDING', 'DEPLOYING', 'FAILED', 'CANCELLED')
      WHEN 'DEPLOYING' THEN NEW."status" NOT IN ('PENDING', 'COMPLETED', 'FAILED', 'CANCELLED')
      WHEN 'COMPLETED' THEN true
      WHEN 'FAILED' THEN true
      WHEN 'CANCELLED' THEN true
    END
  ) EXECUTE FUNCTION "refuse_job_transition"();

CREATE TRIGGER "FineTuningJob_ended" BEFORE UPDATE ON "FineTuningJob"
  FOR EACH ROW WHEN (
    OLD."status" IN ('COMPLETED', 'FAILED', 'CANCELLED')
    AND (NEW."status", NEW."progress", NEW."eventSeq", NEW."leaseEpoch", NEW."agentSeq", NEW."attempts", NEW."runAfter", NEW."cancelRequestedAt", NEW."retryOf", NEW."modelName", NEW."version", NEW."adapterSha256", NEW."trainResult", NEW."heldOutBase", NEW."heldOutTuned", NEW."costUsd", NEW."gpuSeconds", NEW."energyWh", NEW."costUsdBefore", NEW."gpuSecondsBefore", NEW."energyWhBefore", NEW."errorCode", NEW."errorMessage", NEW."errorNextStep", NEW."createdAt", NEW."startedAt", NEW."finishedAt")
      IS DISTINCT FROM (OLD."status", OLD."progress", OLD."eventSeq", OLD."leaseEpoch", OLD."agentSeq", OLD."attempts", OLD."runAfter", OLD."cancelRequestedAt", OLD."retryOf", OLD."modelName", OLD."version", OLD."adapterSha256", OLD."trainResult", OLD."heldOutBase", OLD."heldOutTuned", OLD."costUsd", OLD."gpuSeconds", OLD."energyWh", OLD."costUsdBefore", OLD."gpuSecondsBefore", OLD."energyWhBefore", OLD."errorCode", OLD."errorMessage", OLD."errorNextStep", OLD."createdAt", OLD."startedAt", OLD."finishedAt")
  ) EXECUTE FUNCTION "refuse_job_reopening"();

-- The log only grows. It goes with its job (the cascade arrives at trigger depth 2); a line alone goes only where
-- retention says so in its own transaction (SET LOCAL "emailai.retention" = 'on') and the job has ended.
CREATE OR REPLACE FUNCTION "refuse_log_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND pg_trigger_depth() > 1 THEN
    RETURN OLD;
  END IF;
  IF TG_OP = 'DELETE' AND current_setting('emailai.retention', true) = 'on' AND EXISTS (
    SELECT FROM "FineTuningJob" job
    WHERE job."id" = OLD."jobId" AND job."status" IN ('COMPLETED', 'FAILED', 'CANCELLED')
  ) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'the log of a job is append-only'
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'JobEvent_append_only';
END $$;
