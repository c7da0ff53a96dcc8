/**
 * Preloaded into the workflows' sandbox, before its globals are frozen. The engine keeps the place where each promise was
 * made, for a query nobody asks (`__stack_trace`): a third of what a worker spends on a case. Errors keep their messages;
 * what fails in a workflow is its net's step, named in the incident.
 */
Error.stackTraceLimit = 0
