"""Members as the HTTP contract names them."""

from __future__ import annotations


def _names(lines: str) -> frozenset[str]:
    return frozenset(lines.split())


JOB_MEMBERS = _names("""
    job_id pipeline title status progress message current_step current_item steps is_finished can_resume
    attempt error estimated_duration_ms eta_ms usage result options last_event_id created_at started_at
    completed_at expires_at
""")
STEP_MEMBERS = _names("""
    name label status items_total items_completed started_at completed_at duration_ms
""")
ITEM_MEMBERS = _names("item_id step label status progress attempts")
ERROR_MEMBERS = _names("code message step item_id retryable")
USAGE_MEMBERS = _names("""
    model_calls input_tokens output_tokens cache_read_tokens cache_write_tokens cost_usd
    aborted_calls uncertain_cost_usd reused_calls
""")
PROBLEM_MEMBERS = _names("type title status detail instance code")
COURSE_MEMBERS = _names("""
    course_id kind title description language audience status made_by job_id created_at published_at
    blocked quality share
    exam_id coverage doubtful_keys introduction topics glossary summary final_exam
""")
