import { completeIntake } from '/work/wt/corea/test/histories/lives.ts'
import { startOffice } from '/work/wt/corea/test/support/office.ts'
const office = await startOffice((real) => Object.fromEntries(Object.entries(real).map(([k, f]: any) => [k, async (...a: any[]) => { try { return await f(...a) } catch (e) { console.log('ERR', k, e, (e as any).cause?.stack?.slice(0,600)); throw e } }])) as never)
try { const t = setTimeout(()=>process.exit(1), 60000); const x = await office.take(completeIntake()); console.log(x); clearTimeout(t)
console.log((await office.act(office.clerk, x.caseNo, 'accept')).status)
console.log(await office.app.deps.db('task').where({instance:'case:'+x.caseNo}))
await office.settled(); console.log(await office.app.deps.db('follow_up').select('lane','ref','done_at','last_error')); console.log(await office.app.deps.db('incident'))
 } catch (e) { console.log(e) } 
await office.close()
process.exit(0)
