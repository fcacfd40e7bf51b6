/** The words of the HTTP contract, as the rest of the page uses them. */
import type { components } from './schema'

type Schemas = components['schemas']

export type Job = Schemas['JobView']
export type JobWithItems = Schemas['JobWithItems']
export type Item = Schemas['ItemView']
export type Step = Schemas['StepView']
export type JobStatus = Schemas['JobStatus']
export type StepStatus = Schemas['StepStatus']
export type JobPage = Schemas['JobPage']
export type JobOptions = Schemas['JobOptions']
export type Feed = Schemas['FeedView']
export type EventView = Schemas['EventView']
export type Logs = Schemas['LogsView']
export type LogEntry = Schemas['LogView']
export type LogLevel = Schemas['LogLevel']

export type Exam = Schemas['Exam']
export type ExamPage = Schemas['ExamPage']
export type ExamSummary = Schemas['ExamSummary']
export type StoredExam = Schemas['ExamView']
export type Question = Schemas['Question']
export type Outline = Schemas['Outline']
export type Project = Schemas['Project']
export type Profile = Schemas['Profile']

export type CourseHead = Schemas['CourseHead']
export type CoursePage = Schemas['CoursePage']
export type ExamCourse = Schemas['CourseView']
export type ProjectCourse = Schemas['ProjectCourseView']
export type Course = ExamCourse | ProjectCourse
export type ProgramHead = Schemas['ProgramHead']
export type ProgramPage = Schemas['ProgramPage']
export type Program = Schemas['ProgramView']

export type Overview = Schemas['OverviewView']
export type Pause = Schemas['PauseView']
export type Pauses = Schemas['PausesView']
export type PauseRequest = Schemas['PauseRequest']
export type Account = Schemas['AccountView']
export type ModelStanding = Schemas['ModelView']
export type Limits = Schemas['LimitsView']
