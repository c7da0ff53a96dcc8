import { table } from './table.ts'

table('Tasks and choices', [
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
])
