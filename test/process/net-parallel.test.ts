import { table } from './table.ts'

table('Parallel branches and joins', [
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
