import { table } from './table.ts'

table('Incidents', [
  {
    name: 'No condition holds: the case stops there, and goes on when the facts are put right',
    drawing: `start s
      user a
      xor x
      user b
      end e
      s > a > x
      x > b : n > 1
      x > e : n < 1
      b > e`,
    script: `start n=1 => task a
      do a done => done a, incident x no-flow
      set n=2 =>
      retry x => retried x!, task b`,
    path: 's a x b',
  },
  {
    name: 'A condition on a fact that is missing is an incident, not a no',
    drawing: `start s
      xor x
      user b
      end e
      s > x
      x > b : n > 1
      x >> e
      b > e`,
    script: `start => incident x expression-failed
      set n=0 =>
      retry x => retried x!, completed e`,
    path: 's x e',
  },
  {
    name: 'A condition that is neither true nor false is an incident',
    drawing: `start s
      xor x
      user b
      end e
      s > x
      x > b : n
      x >> e
      b > e`,
    script: 'start n="yes" => incident x expression-not-boolean',
    path: 's x',
  },
  {
    name: 'An incident in one branch does not hold up the other',
    drawing: `start s
      and f
      user a
      xor x
      user b
      user c
      end e
      s > f
      f > a > b > e
      f > x
      x > c : missing
      x >> e
      c > e`,
    script: `start => task a, incident x expression-failed
      do a done => done a, task b
      do b done => done b
      set missing=true =>
      retry x => retried x!, task c`,
    path: 's f a x b e c',
  },
  {
    name: 'A task whose deadline cannot be computed does not begin without it',
    drawing: `start s
      user a
      boundary late on=a date=due
      end x
      end e
      s > a > e
      late > x`,
    script: `start due="soon" => incident a expression-failed
      set due="2026-05-01" =>
      retry a => retried a!, task a, timer late 2026-04-30T16:00:00.000Z`,
    path: 's a',
  },
  {
    name: 'An event whose date cannot be computed waits for its facts',
    drawing: `start s
      catch t date=due
      end e
      s > t > e`,
    script: `start => incident t expression-failed
      set due="2026-05-01T09:00:00" =>
      retry t => retried t!, timer t 2026-05-01T01:00:00.000Z
      fire t => fired t, completed e`,
    path: 's t e',
  },
  {
    name: 'A term over the whole process that cannot be computed is told and can be armed later',
    drawing: `start s
      user a
      end e
      s > a > e
      esub overdue {
        start t date=due
        end oe
        t > oe
      }`,
    script: `start => incident t expression-failed, task a
      set due="2026-05-01" =>
      retry t => retried t!, timer t 2026-04-30T16:00:00.000Z
      do a done => done a, drop t, completed e`,
    path: 's a e',
  },
  {
    name: 'A joint review without a list of people is an incident',
    drawing: `start s
      user r multi=reviewers
      end e
      s > r > e`,
    script: `start reviewers="甲" => incident r expression-failed
      set reviewers=["甲"] =>
      retry r => retried r!, task r(甲)`,
    path: 's r',
  },
  {
    name: 'A completion condition that fails keeps the answers and is asked again after a repair',
    drawing: `start s
      user r multi=reviewers until="enough"
      end e
      s > r > e`,
    script: `start reviewers=["甲","乙"] => task r(甲), task r(乙)
      do r done => done r, incident r expression-failed
      set enough=true =>
      retry r#1 => retried r!, drop r, completed e`,
    path: 's r e',
  },
  {
    name: 'A completion condition that has failed is asked again with the next answer',
    drawing: `start s
      user r multi=reviewers until="enough"
      end e
      s > r > e`,
    script: `start reviewers=["甲","乙","丙"] => task r(甲), task r(乙), task r(丙)
      do r#2 done => done r, incident r expression-failed
      do r#3 done enough=false => done r, retried r!
      do r#4 done => done r, completed e`,
    path: 's r e',
  },
  {
    name: 'An incident is over when its sub-process is cut off',
    drawing: `start s
      sub part {
        start is
        xor x
        end i1
        end i2
        is > x
        x > i1 : missing
        x >> i2
      }
      boundary late on=part timer=P5D
      end y
      end e
      s > part > e
      late > y`,
    script: `start => timer late 2026-03-06T04:00:00.000Z, incident x expression-failed
      fire late => fired late, drop x!, completed y`,
    path: 's part is x ~x ~part late y',
  },
])
