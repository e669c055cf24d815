-- The guards of a job's state, as packages/db/src/job/job-guards-sql.ts gives them; a test compares. They move from
-- conditions, which every statement parses anew, into functions, whose plans are kept.
DROP TRIGGER "FineTuningJob_transition" ON "FineTuningJob";
DROP TRIGGER "FineTuningJob_ended" ON "FineTuningJob";

CREATE OR REPLACE FUNCTION "refuse_job_transition"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (CASE OLD."status"
    WHEN 'PENDING' THEN NEW."status" IN ('EXTRACTING_DATA', 'CANCELLED')
    WHEN 'EXTRACTING_DATA' THEN NEW."status" IN ('PENDING', 'PREPARING_DATA', 'TRAINING', 'FAILED', 'CANCELLED')
    WHEN 'PREPARING_DATA' THEN NEW."status" IN ('PENDING', 'TRAINING', 'FAILED', 'CANCELLED')
    WHEN 'TRAINING' THEN NEW."status" IN ('PENDING', 'DEPLOYING', 'FAILED', 'CANCELLED')
    WHEN 'DEPLOYING' THEN NEW."status" IN ('PENDING', 'COMPLETED', 'FAILED', 'CANCELLED')
    ELSE false
  END) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'job % is % and cannot become %', OLD."id", OLD."status", NEW."status"
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'FineTuningJob_transition';
END $$;
CREATE TRIGGER "FineTuningJob_transition" BEFORE UPDATE OF "status" ON "FineTuningJob"
  FOR EACH ROW WHEN (OLD."status" <> NEW."status") EXECUTE FUNCTION "refuse_job_transition"();

CREATE OR REPLACE FUNCTION "refuse_job_reopening"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW."status", NEW."progress", NEW."eventSeq", NEW."leaseEpoch", NEW."agentSeq", NEW."attempts", NEW."runAfter", NEW."cancelRequestedAt", NEW."retryOf", NEW."modelName", NEW."version", NEW."adapterSha256", NEW."trainResult", NEW."heldOutBase", NEW."heldOutTuned", NEW."costUsd", NEW."gpuSeconds", NEW."energyWh", NEW."costUsdBefore", NEW."gpuSecondsBefore", NEW."energyWhBefore", NEW."errorCode", NEW."errorMessage", NEW."errorNextStep", NEW."createdAt", NEW."startedAt", NEW."finishedAt")
    IS NOT DISTINCT FROM
    (OLD."status", OLD."progress", OLD."eventSeq", OLD."leaseEpoch", OLD."agentSeq", OLD."attempts", OLD."runAfter", OLD."cancelRequestedAt", OLD."retryOf", OLD."modelName", OLD."version", OLD."adapterSha256", OLD."trainResult", OLD."heldOutBase", OLD."heldOutTuned", OLD."costUsd", OLD."gpuSeconds", OLD."energyWh", OLD."costUsdBefore", OLD."gpuSecondsBefore", OLD."energyWhBefore", OLD."errorCode", OLD."errorMessage", OLD."errorNextStep", OLD."createdAt", OLD."startedAt", OLD."finishedAt") THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'job % has ended as % and cannot change any more', OLD."id", OLD."status"
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'FineTuningJob_ended';
END $$;
CREATE TRIGGER "FineTuningJob_ended" BEFORE UPDATE ON "FineTuningJob"
  FOR EACH ROW WHEN (OLD."status" IN ('COMPLETED', 'FAILED', 'CANCELLED'))
  EXECUTE FUNCTION "refuse_job_reopening"();
