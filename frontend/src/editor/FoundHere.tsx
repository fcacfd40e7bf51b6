/** FoundHere: what the quality rules found in this lesson as it was saved. */
import type { Course } from '../api/types'
import { chaptersOf, lessonsOf } from '../reader/chapters'
import { FindingsHere } from '../reader/Findings'
import { findingsIn, lessonPointer, type Finding } from '../reader/findings'
import { useFine } from '../reader/fine'

export function FoundHere({ course, lessonId }: { course: Course; lessonId: string }) {
  const fine = useFine(course.course_id)
  return (
    <FindingsHere found={foundIn(course, lessonId)} place={placeOf(course, lessonId) ?? ''} fine={fine} />
  )
}

export function foundIn(course: Course, lessonId: string): readonly Finding[] {
  const place = placeOf(course, lessonId)
  return place === null ? [] : findingsIn(course.quality?.findings ?? [], place)
}

function placeOf(course: Course, lessonId: string): string | null {
  const lesson = lessonsOf(chaptersOf(course)).find(one => one.id === lessonId)
  return lesson ? lessonPointer(lesson) : null
}
