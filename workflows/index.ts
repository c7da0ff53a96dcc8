/** The only bundle entry. One name per capability, so that Temporal's UI and metrics tell them apart. */
export { runProcess as caseProcess } from './process/workflow.ts'
export { runProcess as changeTicketProcess } from './process/workflow.ts'
