import { table } from './table.ts'

table('Timers', [
  {
    name: 'A term of 400 days is one timer with its absolute date',
    drawing: `start s
      catch t timer=P400D
      end e
      s > t > e`,
    script: `start => timer t 2027-04-05T04:00:00.000Z
      fire t => fired t, completed e`,
    path: 's t e',
  },
  {
    name: 'A term in hours runs from the case time of its step, not from the start of the case',
    drawing: `start s
      user a
      catch t timer=PT72H
      end e
      s > a > t > e`,
    script: `start => task a
      do a done @2026-03-09T15:59:59.000Z => done a, timer t 2026-03-12T15:59:59.000Z`,
    path: 's a t',
  },
  {
    name: 'A term in months ends on the last day of a shorter month, counted in Beijing',
    drawing: `start s
      catch t timer=P1M
      end e
      s > t > e`,
    script: 'start @2026-01-30T17:00:00.000Z => timer t 2026-02-27T17:00:00.000Z',
    path: 's t',
  },
  {
    name: 'A date in the variables is its first moment in Beijing',
    drawing: `start s
      catch t date=到期日
      end e
      s > t > e`,
    script: 'start 到期日="2026-05-01" => timer t 2026-04-30T16:00:00.000Z',
    path: 's t',
  },
  {
    name: 'A date may be computed from today',
    drawing: `start s
      catch t date="today() + duration(宽限)"
      end e
      s > t > e`,
    script: 'start 宽限="P2D" @2026-02-27T16:30:00.000Z => timer t 2026-03-01T16:00:00.000Z',
    path: 's t',
  },
  {
    name: 'A legal term asks the clock of the case and says whether it enforces',
    drawing: `start s
      user a
      boundary late on=a clock=acceptance/enforce
      boundary slow on=a clock=promised/advise non
      end x
      end y
      end e
      s > a > e
      late > x
      slow > y`,
    script: `start => task a, timer late acceptance/enforce, timer slow promised/advise
      do a done => done a, drop late, drop slow, completed e`,
    path: 's a e',
  },
  {
    name: 'A deadline takes the task away and goes its own way',
    drawing: `start s
      user a
      boundary late on=a timer=P5D
      service lapse
      end x
      end e
      s > a > e
      late > lapse > x`,
    script: `start => task a, timer late 2026-03-06T04:00:00.000Z
      fire late => fired late, drop a, service lapse
      do lapse => done lapse, completed x`,
    path: 's a ~a late lapse x',
  },
  {
    name: 'A reminder comes once, beside the task',
    drawing: `start s
      user a
      boundary remind on=a timer=P3D non
      user r
      end x
      end e
      s > a > e
      remind > r > x`,
    script: `start => task a, timer remind 2026-03-04T04:00:00.000Z
      fire remind => fired remind, task r
      do a done => done a
      do r done => done r, completed x`,
    path: 's a remind r e x',
  },
  {
    name: 'A reminder and a deadline sit on one task; what the reminder began goes on after the deadline',
    drawing: `start s
      user a
      boundary remind on=a timer=P3D non
      boundary late on=a timer=P5D
      user r
      end x
      end y
      end e
      s > a > e
      remind > r > x
      late > y`,
    script: `start => task a, timer late 2026-03-06T04:00:00.000Z, timer remind 2026-03-04T04:00:00.000Z
      fire remind => fired remind, task r
      fire late => fired late, drop a
      do r done => done r, completed x`,
    path: 's a remind r ~a late y x',
  },
  {
    name: 'A deadline before the reminder silences the reminder',
    drawing: `start s
      user a
      boundary remind on=a timer=P3D non
      boundary late on=a timer=P1D
      end x
      end y
      end e
      s > a > e
      remind > x
      late > y`,
    script: `start => task a, timer late 2026-03-02T04:00:00.000Z, timer remind 2026-03-04T04:00:00.000Z
      fire late => fired late, drop remind, drop a, completed y`,
    path: 's a ~a late y',
  },
  {
    name: 'A task sent back gets a fresh reminder',
    drawing: `start s
      user a ok,back
      boundary remind on=a timer=P3D non
      xor x
      end y
      end e
      s > a > x
      x > a : outcome = "back"
      x >> e
      remind > y`,
    script: `start => task a, timer remind 2026-03-04T04:00:00.000Z
      do a back @2026-03-02T04:00:00.000Z => done a, drop remind, task a, timer remind 2026-03-05T04:00:00.000Z`,
    path: 's a x a',
  },
])
