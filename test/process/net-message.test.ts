import { table } from './table.ts'

table('Messages and signals', [
  {
    name: 'A message is taken by who waits for it, and by nobody else',
    drawing: `start s
      catch c message=paid
      end e
      s > c > e`,
    script: `start =>
      message other =>
      signal paid =>
      message paid => completed e`,
    path: 's c e',
  },
  {
    name: 'A message brings its facts along',
    drawing: `start s
      catch c message=paid
      xor x
      user b
      end e
      s > c > x
      x > b : 金额 > 0
      x >> e
      b > e`,
    script: `start 金额=0 =>
      message paid 金额=5 => task b`,
    path: 's c x b',
  },
  {
    name: 'A signal is caught by two catches at once',
    drawing: `start s
      and f
      catch c1 signal=closed
      catch c2 signal=closed
      end e1
      end e2
      s > f
      f > c1 > e1
      f > c2 > e2`,
    script: `start =>
      signal closed => completed e2`,
    path: 's f c1 c2 e1 e2',
  },
  {
    name: 'A message reaches one of two who wait, the next one the other',
    drawing: `start s
      and f
      catch c1 message=paper
      catch c2 message=paper
      user b
      end e
      s > f
      f > c1 > b
      f > c2 > b
      b > e`,
    script: `start =>
      message paper => task b
      message paper => task b
      message paper =>`,
    path: 's f c1 c2 b b',
  },
  {
    name: 'The first event behind an event gateway wins the race: the message stops the timer',
    drawing: `start s
      evt g
      catch m message=answer
      catch t timer=P10D
      user b
      end e1
      end e2
      s > g
      g > m > b > e1
      g > t > e2`,
    script: `start => timer t 2026-03-11T04:00:00.000Z
      message answer => drop t, task b`,
    path: 's g m b',
  },
  {
    name: 'The first event behind an event gateway wins the race: after the timer the message finds nobody',
    drawing: `start s
      evt g
      catch m message=answer
      catch t timer=P10D
      user late
      end e1
      end e2
      s > g
      g > m > e1
      g > t > late > e2`,
    script: `start => timer t 2026-03-11T04:00:00.000Z
      fire t => fired t, task late
      message answer =>`,
    path: 's g t late',
  },
  {
    name: 'A message on a task takes it away',
    drawing: `start s
      user a
      boundary back on=a message=withdraw
      end x
      end e
      s > a > e
      back > x`,
    script: `start => task a
      message withdraw => drop a, completed x`,
    path: 's a ~a back x',
  },
  {
    name: 'A signal that does not interrupt may come again and again while the task is open',
    drawing: `start s
      user a
      boundary note on=a signal=changed non
      user n
      end x
      end e
      s > a > e
      note > n > x`,
    script: `start => task a
      signal changed => task n
      signal changed => task n
      do a done => done a
      signal changed =>
      do n done => done n
      do n done => done n, completed x`,
    path: 's a note n note n e x x',
  },
  {
    name: 'A signal that takes a task away finds nobody there for a second event on the same task',
    drawing: `start s
      user a
      boundary one on=a signal=stop
      boundary two on=a signal=stop
      user b
      user c
      end e
      s > a > e
      one > b > e
      two > c > e`,
    script: `start => task a
      signal stop => drop a, task b`,
    path: 's a ~a one b',
  },
  {
    name: 'A receive task waits for its message under a deadline',
    drawing: `start s
      receive r message=result
      boundary late on=r timer=P5D
      user b
      end x
      end e
      s > r > b > e
      late > x`,
    script: `start => timer late 2026-03-06T04:00:00.000Z
      message result => drop late, task b`,
    path: 's r b',
  },
  {
    name: 'A receive task that waited too long is cut off',
    drawing: `start s
      receive r message=result
      boundary late on=r timer=P5D
      end x
      end e
      s > r > e
      late > x`,
    script: `start => timer late 2026-03-06T04:00:00.000Z
      fire late => fired late, completed x`,
    path: 's r ~r late x',
  },
  {
    name: 'A signal thrown by the process reaches its own catch and the outside',
    drawing: `start s
      and f
      catch c signal=done
      user a
      throw t signal=done
      end e1
      end e2
      s > f
      f > c > e1
      f > a > t > e2`,
    script: `start => task a
      do a done => done a, thrown signal done, completed e1`,
    path: 's f c a t e2 e1',
  },
  {
    name: 'A message thrown by the process goes outside only',
    drawing: `start s
      and f
      catch c message=done
      user a
      throw t message=done noun=case correlation=other carries=itemCode
      end e1
      end e2
      s > f
      f > c > e1
      f > a > t > e2`,
    script: `start other="1101" itemCode="LWPQ-01" => task a
      do a done => done a, message done to case:1101 itemCode="LWPQ-01"
      message done => completed e1`,
    path: 's f c a t e2 e1',
  },
  {
    name: 'An end event may send a last message, to the instance it heard of by a message',
    drawing: `start s
      throw t
      end e message=closed noun=change-ticket correlation=sender
      s > t > e`,
    script: 'start sender="change-ticket:T1" => message closed to change-ticket:T1, completed e',
    path: 's t e',
  },
  {
    name: 'A message without a number to send it to stops its token, and goes when the number is there',
    drawing: `start s
      throw t message=done noun=case correlation=other
      end e
      s > t > e`,
    script: `start other=null => incident t message-without-target
      set other="1101" =>
      retry t => retried t!, message done to case:1101, completed e`,
    path: 's t e',
  },
  {
    name: 'A message does not go to an instance of another kind than is drawn',
    drawing: `start s
      throw t message=done noun=case correlation=other
      end e
      s > t > e`,
    script: 'start other="change-ticket:7" => incident t message-without-target',
    path: 's t',
  },
  {
    name: 'A message brings codes and numbers, no text of a form',
    drawing: `start s
      throw t message=done noun=case correlation=other carries=opinion
      end e
      s > t > e`,
    script: `start other="1101" opinion=["甲"] => incident t message-not-code`,
    path: 's t',
  },
  {
    name: 'A process that a message starts begins like any other',
    drawing: `start s message=apply
      user a
      end e
      s > a > e`,
    script: `start => task a
      message apply =>`,
    path: 's a',
  },
])
