/**
 * Who may call what: every route of the product and everyone who is let in by role. Reviewed by people, called by permissions.test.ts.
 * What somebody sees of what a route answers is scope, and has its own tests.
 */
import type { Role } from '../../workflows/identity/domain.ts'

/** A member of staff by role; an applicant with number and secret; somebody who is not signed in. */
export type Who = Role | 'applicant' | 'nobody'

const staff: readonly Who[] = ['clerk', 'reviewer', 'head', 'operator', 'bureau-staff', 'administrator']
const everyone: readonly Who[] = [...staff, 'applicant', 'nobody']
const applicant: readonly Who[] = ['applicant']
const administrator: readonly Who[] = ['administrator']
const platform: readonly Who[] = ['administrator', 'operator']
const counter: readonly Who[] = ['clerk', 'head']
/** The administrator keeps the system and handles no case. */
const handlers: readonly Who[] = ['clerk', 'reviewer', 'head', 'operator', 'bureau-staff']
const takesMaterials: readonly Who[] = ['clerk', 'reviewer', 'head', 'bureau-staff']

export const permissions: Record<string, readonly Who[]> = {
  'GET /api/health': everyone,
  'GET /api/session': everyone,
  'POST /api/session': everyone,
  'DELETE /api/session': staff,
  'PUT /api/session/password': staff,
  'GET /api/citizen/session': everyone,
  'DELETE /api/citizen/session': applicant,
  'GET /api/users': administrator,
  'GET /api/colleagues': staff,
  'POST /api/users': administrator,
  'PATCH /api/users/:id': administrator,
  'PUT /api/users/:id/password': administrator,
  'GET /api/audit': administrator,
  'GET /api/audit/cases/:caseNo': staff,
  'GET /api/files/:id': staff,
  'GET /api/citizen/files/:id': applicant,
  'GET /api/items': staff,
  'GET /api/items/:code': staff,
  'GET /api/directory': staff,
  'GET /api/entrustments': staff,
  'POST /api/entrustments': platform,
  'PUT /api/entrustments/:id': platform,
  'POST /api/entrustments/:id/end': platform,
  'GET /api/drafts': counter,
  'PUT /api/drafts/:id': counter,
  'DELETE /api/drafts/:id': counter,
  'GET /api/intake/check': counter,
  'GET /api/intake/duplicates': counter,
  'GET /api/intake/reusable-materials': counter,
  'POST /api/cases': counter,
  'POST /api/change-tickets': ['operator'],
  'GET /api/change-tickets': staff,
  'GET /api/change-tickets/:number': staff,
  'GET /api/tasks': staff,
  'GET /api/tasks/counts': staff,
  'GET /api/search': staff,
  'GET /api/cases': staff,
  'GET /api/cases/export': handlers,
  'POST /api/tasks/:instance/:key/claim': handlers,
  'POST /api/tasks/:instance/:key/release': handlers,
  'POST /api/tasks/:instance/:key/hand-over': handlers,
  'GET /api/tasks/:instance/:key/candidates': handlers,
  'POST /api/tasks/claim': handlers,
  'POST /api/tasks/remind': handlers,
  'GET /api/filters': staff,
  'POST /api/filters': staff,
  'DELETE /api/filters/:id': staff,
  'GET /api/cases/:no': staff,
  'GET /api/cases/:no/timeline': staff,
  'GET /api/cases/:no/ledger': staff,
  'GET /api/cases/:no/diagram': staff,
  'POST /api/cases/:no/acts': handlers,
  'POST /api/cases/:no/materials/:id/files': takesMaterials,
  'GET /api/cases/:no/notes': staff,
  'POST /api/cases/:no/notes': staff,
  'GET /api/cases/:no/messages': staff,
  'POST /api/cases/:no/unmask': handlers,
  'POST /api/citizen/session': everyone,
  'GET /api/citizen/case': applicant,
  'POST /api/citizen/materials/:id/files': applicant,
  'DELETE /api/citizen/materials/:id/files/:fileId': applicant,
  'POST /api/citizen/hand-in': applicant,
  'POST /api/citizen/withdraw': applicant,
  'GET /api/cases/:caseNo/papers': staff,
  'GET /api/citizen/papers': applicant,
  'GET /api/papers/:id/pdf': staff,
  'GET /api/citizen/papers/:id/pdf': applicant,
  'GET /api/processes': platform,
  'GET /api/processes/:key': platform,
  'POST /api/processes/check': platform,
  'POST /api/processes': administrator,
  'GET /api/incidents': platform,
  'POST /api/incidents/:instance/:key/retry': platform,
  'GET /api/calendars/current': everyone,
  'GET /api/calendars': staff,
  'GET /api/calendars/:year': staff,
  'PUT /api/calendars/:year': administrator,
  'POST /api/calendars/:year/preview': administrator,
  'POST /api/calendars/:year/publish': administrator,
  'GET /api/calendars/jobs/:id': administrator,
  'GET /api/reminder-settings': staff,
  'PUT /api/reminder-settings/:kind/:item': administrator,
  'DELETE /api/reminder-settings/:kind/:item': administrator,
  'GET /api/events': staff,
  'GET /api/citizen/events': applicant,
}

/** Mounted by the upload protocol's own library (tus), not declared by `route`. */
export const uploads: Record<string, readonly Who[]> = {
  'POST /api/uploads': staff,
  'PATCH /api/uploads/:id': staff,
  'HEAD /api/uploads/:id': staff,
  'DELETE /api/uploads/:id': staff,
  'POST /api/citizen/uploads': applicant,
  'PATCH /api/citizen/uploads/:id': applicant,
  'HEAD /api/citizen/uploads/:id': applicant,
  'DELETE /api/citizen/uploads/:id': applicant,
}
