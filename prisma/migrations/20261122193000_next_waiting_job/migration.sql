-- The oldest job that may be claimed and that nobody else is claiming, locked; or only `wanted`. In a function of its
-- own for its settings: while few jobs wait most of the time, the statistics tell the planner that sorting all of
-- them is cheap, and every claim would read a whole queue of thousands.
CREATE FUNCTION "next_waiting_job"(wanted text) RETURNS SETOF text LANGUAGE plpgsql
  SET enable_sort = off SET enable_bitmapscan = off SET enable_seqscan = off AS $$
BEGIN
  IF wanted IS NULL THEN
    RETURN QUERY SELECT job."id" FROM "FineTuningJob" job
      WHERE job."status" = 'PENDING' AND job."runAfter" <= clock_timestamp() AND job."cancelRequestedAt" IS NULL
      ORDER BY job."createdAt", job."id" LIMIT 1 FOR UPDATE SKIP LOCKED;
  ELSE
    RETURN QUERY SELECT job."id" FROM "FineTuningJob" job
      WHERE job."id" = wanted AND job."status" = 'PENDING' AND job."runAfter" <= clock_timestamp()
        AND job."cancelRequestedAt" IS NULL
      FOR UPDATE SKIP LOCKED;
  END IF;
END $$;
