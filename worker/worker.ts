/** Wiring only: which activities this worker offers, and how many tasks it takes at once. */
import { NativeConnection, Worker } from '@temporalio/worker'
import { createCaseActivities } from '../activities/case/tell.ts'
import { caseCapability } from '../activities/case/capability.ts'
import { createNotificationActivities } from '../activities/notification/activities.ts'
import { createPaperActivities } from '../activities/paper/activities.ts'
import type { Print } from '../activities/paper/activities.ts'
import { createProcessActivities } from '../activities/process/activities.ts'
import type { Db } from '../server/db.ts'
import type { FileStore } from '../server/modules/file/store.ts'
import { personalOf } from '../server/personal.ts'
import { workflowBundle } from './bundle.ts'

export interface WorkerDeps {
  db: Db
  files: FileStore
  /** Replaced in tests that do not read papers. */
  print?: Print
  config: {
    temporalAddress: string
    temporalNamespace: string
    taskQueue: string
    smsUrl?: string
    dataKey: string
    publicUrl: string
  }
}

export function createActivities({ db, files, print, config }: WorkerDeps) {
  return {
    ...createProcessActivities({ db, capabilities: { case: caseCapability } }),
    ...createCaseActivities({
      db,
      personal: personalOf({ config }),
      papers: createPaperActivities({ db, files, print }),
      notifications: createNotificationActivities({ db, smsUrl: config.smsUrl ?? '' }),
      publicUrl: config.publicUrl,
    }),
  }
}

/**
 * 200 workflow-task slots: with 50 concurrent acts the 95th percentile fell from 2.8 s to 1.9 s (two cores, server,
 * worker and PostgreSQL on them).
 */
export async function createWorker(deps: WorkerDeps, activities = createActivities(deps)): Promise<Worker> {
  const connection = await NativeConnection.connect({ address: deps.config.temporalAddress })
  return Worker.create({
    connection,
    namespace: deps.config.temporalNamespace,
    taskQueue: deps.config.taskQueue,
    workflowBundle: await workflowBundle(),
    activities,
    maxConcurrentWorkflowTaskExecutions: 200,
    maxConcurrentLocalActivityExecutions: 200,
    maxConcurrentActivityTaskExecutions: 50,
  })
}
