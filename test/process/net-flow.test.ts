import { table } from './table.ts'

table('Tasks and gateways', [
  {
    name: 'A process without tasks ends where it starts',
    drawing: `start s
      end e
      s > e`,
    script: 'start => completed e',
    path: 's e',
  },
  {
    name: 'A case goes through one task to its end',
    drawing: `start s
      user a
      end e
      s > a > e`,
    script: `start => task a
      do a done => done a, completed e`,
    path: 's a e',
  },
  {
    name: 'A service follows an act and holds the process until it is done',
    drawing: `start s
      user a
      service v
      end e
      s > a > v > e`,
    script: `start => task a
      do a done => done a, service v
      do v => done v, completed e`,
    path: 's a v e',
  },
  {
    name: 'The outcome of a task chooses the way',
    drawing: `start s
      user a ok,no
      xor x
      user b
      end e
      s > a > x
      x > b : outcome = "ok"
      x >> e
      b > e`,
    script: `start => task a
      do a ok => done a, task b
      do b done => done b, completed e`,
    path: 's a x b e',
  },
  {
    name: 'The default flow is taken when no condition holds',
    drawing: `start s
      user a ok,no
      xor x
      user b
      end e
      s > a > x
      x > b : outcome = "ok"
      x >> e
      b > e`,
    script: `start => task a
      do a no => done a, completed e`,
    path: 's a x e',
  },
  {
    name: 'An outcome is remembered under the id of its task, hyphen included',
    drawing: `start s
      user acceptance-check accept,refuse
      user note
      xor x
      user b
      end e
      s > acceptance-check > note > x
      x > b : acceptance-check = "accept" and outcome = "done"
      x >> e
      b > e`,
    script: `start => task acceptance-check
      do acceptance-check accept => done acceptance-check, task note
      do note done => done note, task b
      do b done => done b, completed e`,
    path: 's acceptance-check note x b e',
  },
  {
    name: 'An exclusive gateway takes only the first condition that holds',
    drawing: `start s
      xor x
      user b
      user c
      end e
      s > x
      x > b : n > 1
      x > c : n > 2
      x >> e
      b > e
      c > e`,
    script: 'start n=5 => task b',
    path: 's x b',
  },
  {
    name: 'What a service gives decides what follows',
    drawing: `start s
      service v
      xor x
      user b
      end e
      s > v > x
      x > b : 需现场核查 and 面积 >= 100
      x >> e
      b > e`,
    script: `start => service v
      do v 需现场核查=true 面积=120 => done v, task b`,
    path: 's v x b',
  },
  {
    name: 'A task that is sent back three times is a new task each time',
    drawing: `start s
      user a ok,back
      xor x
      end e
      s > a > x
      x > a : outcome = "back"
      x >> e`,
    script: `start => task a
      do a#1 back => done a, task a
      do a#2 back => done a, task a
      do a#3 back => done a, task a
      do a#4 ok => done a, completed e`,
    path: 's a x a x a x a x e',
  },
  {
    name: 'An exclusive merge lets every token through, so two tokens at one task are two tasks',
    drawing: `start s
      and f
      xor m
      user a
      end e
      s > f
      f > m
      f > a
      m > a > e`,
    script: `start => task a, task a
      do a done => done a
      do a done => done a, completed e`,
    path: 's f m a a e e',
  },
  {
    name: 'A parallel join waits for all branches',
    drawing: `start s
      and f
      user a
      user b
      and j
      end e
      s > f
      f > a > j
      f > b > j
      j > e`,
    script: `start => task a, task b
      do b done => done b
      do a done => done a, completed e`,
    path: 's f a b j j e',
  },
  {
    name: 'Two tokens on one branch do not stand in for the other branch at a parallel join',
    drawing: `start s
      and f
      user a
      user a2
      xor m
      user b
      and j
      user t
      end e
      s > f
      f > a > m
      f > a2 > m
      m > j
      f > b > j
      j > t > e`,
    refused: 'join-starves',
    script: `start => task a, task a2, task b
      do a done => done a
      do a2 done => done a2
      do b done => done b, task t
      do t done => done t, incident j join-starved`,
    path: 's f a a2 b m j m j j t e',
  },
  {
    name: 'A branch that expired never satisfies a parallel join: the case stops visibly instead of going on',
    drawing: `start s
      and f
      user a
      boundary late on=a timer=P5D
      user b
      and j
      end x
      end e
      s > f
      f > a > j
      f > b > j
      j > e
      late > x`,
    refused: 'join-starves',
    script: `start => task a, timer late 2026-03-06T04:00:00.000Z, task b
      fire late => fired late, drop a
      do b done => done b, incident j join-starved
      retry j => retried j!, incident j join-starved`,
    path: 's f a b ~a late x j',
  },
  {
    name: 'A branch whose expiry leads back into the join lets it go on',
    drawing: `start s
      and f
      user a
      boundary late on=a timer=P5D
      xor m
      user b
      and j
      end e
      s > f
      f > a > m
      late > m > j
      f > b > j
      j > e`,
    script: `start => task a, timer late 2026-03-06T04:00:00.000Z, task b
      fire late => fired late, drop a
      do b done => done b, completed e`,
    path: 's f a b ~a late m j j e',
  },
  {
    name: 'A parallel gateway that joins and forks does both',
    drawing: `start s
      and f
      user a
      user b
      and j
      user c
      user d
      end e
      s > f
      f > a > j
      f > b > j
      j > c > e
      j > d > e`,
    script: `start => task a, task b
      do a done => done a
      do b done => done b, task c, task d
      do c done => done c
      do d done => done d, completed e`,
    path: 's f a b j j c d e e',
  },
  {
    name: 'The process ends with its last token, not with the first end event',
    drawing: `start s
      and f
      user a
      user b
      end e1
      end e2
      s > f
      f > a > e1
      f > b > e2`,
    script: `start => task a, task b
      do a done => done a
      do b done => done b, completed e2`,
    path: 's f a b e1 e2',
  },
  {
    name: 'Several flows out of a task are taken at once',
    drawing: `start s
      user a
      user b
      user c
      end e
      s > a > b > e
      a > c > e`,
    script: `start => task a
      do a done => done a, task b, task c`,
    path: 's a b c',
  },
  {
    name: 'Conditions on the flows out of a task each decide for themselves',
    drawing: `start s
      user a
      user b
      user c
      user d
      end e
      s > a
      a > b : n > 1
      a > c : n > 2
      a >> d
      b > e
      c > e
      d > e`,
    script: `start n=3 => task a
      do a done n=9 => done a, task b, task c`,
    path: 's a b c',
  },
  {
    name: 'The default flow out of a task is for when none of its conditions holds',
    drawing: `start s
      user a
      user b
      user d
      end e
      s > a
      a > b : n > 1
      a >> d
      b > e
      d > e`,
    script: `start n=0 => task a
      do a done => done a, task d`,
    path: 's a d',
  },
])

const inclusive = `start s
  or o
  user a
  user b
  user c
  or k
  end e
  s > o
  o > a : n > 1
  o > b : n > 2
  o >> c
  a > k
  b > k
  c > k
  k > e`

table('Inclusive gateways', [
  {
    name: 'An inclusive join waits for exactly the branches that were chosen',
    drawing: inclusive,
    script: `start n=3 => task a, task b
      do a done => done a
      do b done => done b, completed e`,
    path: 's o a b k k e',
  },
  {
    name: 'An inclusive join does not wait for branches that were not chosen',
    drawing: inclusive,
    script: `start n=2 => task a
      do a done => done a, completed e`,
    path: 's o a k e',
  },
  {
    name: 'The default branch of an inclusive gateway is for when none is chosen',
    drawing: inclusive,
    script: `start n=0 => task c
      do c done => done c, completed e`,
    path: 's o c k e',
  },
  {
    name: 'An inclusive join waits while a token further up can still come',
    drawing: `start s
      or o
      user a
      user a2
      user b
      or k
      end e
      s > o
      o > a : n > 0
      o >> b
      o > b2 : n > 0
      user b2
      a > a2 > k
      b > k
      b2 > k
      k > e`,
    script: `start n=1 => task a, task b2
      do b2 done => done b2
      do a done => done a, task a2
      do a2 done => done a2, completed e`,
    path: 's o a b2 k a2 k e',
  },
  {
    name: 'An inclusive join stops waiting for a branch that expired',
    drawing: `start s
      or o
      user a
      boundary late on=a timer=P5D
      user b
      or k
      end x
      end e
      s > o
      o > a : n > 0
      o > b : n > 0
      a > k
      b > k
      k > e
      late > x`,
    script: `start n=1 => task a, timer late 2026-03-06T04:00:00.000Z, task b
      do b done => done b
      fire late => fired late, drop a, completed e`,
    path: 's o a b k ~a late x e',
  },
  {
    name: 'An inclusive join waits for a branch that expired into it',
    drawing: `start s
      or o
      user a
      boundary late on=a timer=P5D
      user late-note
      user b
      or k
      end e
      s > o
      o > a : n > 0
      o > b : n > 0
      a > k
      b > k
      late > late-note > k
      k > e`,
    script: `start n=1 => task a, timer late 2026-03-06T04:00:00.000Z, task b
      do b done => done b
      fire late => fired late, drop a, task late-note
      do late-note done => done late-note, completed e`,
    path: 's o a b k ~a late late-note k e',
  },
  {
    name: 'An inclusive join waits for a branch that goes round in a loop',
    drawing: `start s
      or o
      user a ok,back
      xor x
      user b
      or k
      end e
      s > o
      o > a : n > 0
      o > b : n > 0
      a > x
      x > a : a = "back"
      x >> k
      b > k
      k > e`,
    script: `start n=1 => task a, task b
      do b done => done b
      do a back => done a, task a
      do a ok => done a, completed e`,
    path: 's o a b k x a x k e',
  },
  {
    name: 'An inclusive join waits for a token inside a sub-process on its way',
    drawing: `start s
      or o
      sub part {
        start is
        user a
        end ie
        is > a > ie
      }
      user b
      or k
      end e
      s > o
      o > part : n > 0
      o > b : n > 0
      part > k
      b > k
      k > e`,
    script: `start n=1 => task b, task a
      do b done => done b
      do a done => done a, completed e`,
    path: 's o part b is a k ie k e',
  },
  {
    name: 'Two inclusive joins that wait for each other both go on',
    drawing: `start s
      and f
      user a
      user b
      or k1
      or k2
      xor x1
      xor x2
      user c1
      user c2
      end e1
      end e2
      s > f
      f > a > k1 > x1
      f > b > k2 > x2
      x1 > c1 : again
      x1 >> e1
      c1 > k2
      x2 > c2 : again
      x2 >> e2
      c2 > k1`,
    script: `start again=false => task a, task b
      do a done => done a
      do b done => done b, completed e2`,
    path: 's f a b k1 k2 x1 e1 x2 e2',
  },
])
