import type { Router } from 'express'
import type { AppDeps, ScopeHooks } from './deps.ts'
import { createCaseRoutes } from './modules/case/routes.ts'
import { createCitizenRoutes } from './modules/case/citizen-routes.ts'
import { createMaterialRoutes } from './modules/case/material-routes.ts'
import { createUnmaskRoutes } from './modules/case/unmask-routes.ts'
import { canSeeInstance } from './records/identity/scope.ts'
import { createAuditRoutes } from './modules/audit/routes.ts'
import { createChangeTicketRoutes } from './modules/change-ticket/routes.ts'
import { createReminderRoutes } from './modules/clock/reminder-routes.ts'
import { createClockRoutes } from './modules/clock/routes.ts'
import { startUploadCleaning } from './modules/file/cleaning.ts'
import { createFileRoutes } from './modules/file/routes.ts'
import { createIdentityRoutes } from './modules/identity/routes.ts'
import { startDigest } from './modules/notification/digest.ts'
import { createInboxRoutes } from './modules/notification/inbox-routes.ts'
import { createHomeRoutes } from './modules/home/routes.ts'
import { createDraftRoutes } from './modules/intake/draft-routes.ts'
import { createIntakeRoutes } from './modules/intake/routes.ts'
import { createEntrustmentRoutes } from './modules/item/entrustment-routes.ts'
import { createItemRoutes } from './modules/item/routes.ts'
import { createPaperRoutes } from './modules/paper/routes.ts'
import { createBesideRoutes } from './modules/process/beside-routes.ts'
import { createInstanceRoutes } from './modules/process/instance-routes.ts'
import { createMappingRoutes } from './modules/process/mapping-routes.ts'
import { createProcessRoutes } from './modules/process/routes.ts'
import { createFilterRoutes } from './modules/worklist/filter-routes.ts'
import { createWorklistRoutes } from './modules/worklist/routes.ts'
import { createTaskRoutes } from './modules/worklist/task-routes.ts'
import { startActRelay, startClockRelay } from './relays.ts'

/** Every capability that answers HTTP. */
export const modules: ((deps: AppDeps) => Router)[] = [
  createIdentityRoutes,
  createAuditRoutes,
  createInboxRoutes,
  createHomeRoutes,
  createFileRoutes,
  createItemRoutes,
  createEntrustmentRoutes,
  createDraftRoutes,
  createIntakeRoutes,
  // Before the case's own: /api/cases/export is no case number.
  createWorklistRoutes,
  createTaskRoutes,
  createFilterRoutes,
  createCaseRoutes,
  createMaterialRoutes,
  createUnmaskRoutes,
  createCitizenRoutes,
  createChangeTicketRoutes,
  createPaperRoutes,
  createInstanceRoutes,
  createBesideRoutes,
  createMappingRoutes,
  createProcessRoutes,
  createClockRoutes,
  createReminderRoutes,
]

/** Work a server process does in the background; each gives back how to stop it. */
export const relays: ((deps: AppDeps) => () => Promise<void> | void)[] = [
  startUploadCleaning,
  startActRelay,
  startClockRelay,
  startDigest,
]

/** Record-level scope across capabilities. */
export const scope: ScopeHooks = {
  canSee: (deps, actor, instance) => canSeeInstance(deps.db, actor, instance),
  canSeeFile: async (deps, viewer, file) => {
    if (!file.instance) return false
    if (viewer.kind === 'citizen') return false // papers reach an applicant by the paper's own route
    return deps.scope.canSee(deps, viewer.actor, file.instance)
  },
}
