-- Unless told, the planner takes a function's answer for a thousand rows and joins by reading whole tables.
ALTER FUNCTION "next_waiting_job"(text) ROWS 1;
