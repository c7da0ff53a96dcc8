import { table } from './table.ts'

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
    name: 'An inclusive join waits for a task that can come to it only by expiring',
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
      a > x
      late > k
      b > k
      k > e`,
    script: `start n=1 => task a, timer late 2026-03-06T04:00:00.000Z, task b
      do b done => done b
      do a done => done a, drop late, completed e`,
    path: 's o a b k x e',
  },
  {
    name: 'An inclusive join waits for what is gathered at another one further up, and goes on once',
    drawing: `start s
      or o
      or o2
      user a
      user b
      user c
      or j
      or k
      end e
      s > o
      o > a : n > 0
      o > o2 : n > 0
      o2 > b : n > 0
      o2 > c : n > 0
      b > j
      c > j
      a > k
      j > k
      k > e`,
    script: `start n=1 => task a, task b, task c
      do a done => done a
      do b done => done b
      do c done => done c, completed e`,
    path: 's o a o2 b c k j j k e',
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
