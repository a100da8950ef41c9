-- grain: one row per (row of a survey file, rule of interview quality that it breaks)
-- `code` is the issue's code and the rule's name in the scheme's [interview_quality], where its action stands: flag
-- (told, counted), exclude (told, kept out of the scores), off (not looked for).
with attempt as (
    select * from staging.interview_read where not is_duplicate
),

profile as (
    select profile.*, place.file || coalesce('〔' || nullif(place.sheet, '') || '〕', '') as sheet_place
    from staging.interview_profile as profile
    inner join staging.sheet as place using (sheet_id)
),

phone as (
    select month, sheet_place, sheet_id, row, unnest(string_split(phone_token, '、')) as token
    from profile
    where phone_token <> ''
),

-- the nearest other interview with the number: of the same month, else of a month before within the window
phone_pair as (
    select
        this.sheet_id,
        this.row,
        this.month = other.month as is_same_month,
        case when other.sheet_id <> this.sheet_id then other.sheet_place else '' end || '第 ' || other.row || ' 行' as other_place
    from phone as this
    cross join staging.interview_limit as limits
    inner join phone as other
        on other.token = this.token
            and (other.sheet_id <> this.sheet_id or other.row <> this.row)
            and other.month <= this.month
            and other.month >= this.month - to_months(limits.phone_months_before)
    qualify row_number() over (
        partition by this.sheet_id, this.row order by other.month desc, other.sheet_id, other.row
    ) = 1
),

overlap as (
    select
        later.sheet_id,
        later.row,
        later.started_at,
        later.interviewer_id,
        case when earlier.sheet_id <> later.sheet_id then earlier.sheet_place else '' end || '第 ' || earlier.row || ' 行' as other_place,
        date_diff('second', later.started_at, least(earlier.ended_at, later.ended_at)) as shared_s
    from profile as later
    cross join staging.interview_limit as limits
    inner join profile as earlier
        on earlier.interviewer_id = later.interviewer_id
            and earlier.interview_on = later.interview_on
            and (earlier.started_at, earlier.sheet_id, earlier.row) < (later.started_at, later.sheet_id, later.row)
            and earlier.ended_at > later.started_at
            and later.ended_at >= later.started_at
    where shared_s >= limits.overlap_s
    qualify row_number() over (
        partition by later.sheet_id, later.row order by shared_s desc, earlier.sheet_id, earlier.row
    ) = 1
),

-- what an open answer says, without punctuation and spaces
opinion as (
    select month, sheet_id, row, interviewer_id, comment, regexp_replace(comment, '\pP|\s', '', 'g') as words
    from profile
    cross join staging.interview_limit as limits
    where interviewer_id is not null
        and length(regexp_replace(comment, '\pP|\s', '', 'g')) >= limits.comment_min_characters
),

said as (
    select month, words, count(*) as said_count from opinion group by month, words
),

own_copy as (
    select this.sheet_id, this.row, this.month, this.comment, this.words, this.interviewer_id, count(*) as copy_count,
        count(*) filter (other.words = this.words) as same_count
    from opinion as this
    cross join staging.interview_limit as limits
    inner join opinion as other
        on other.month = this.month
            and other.interviewer_id = this.interviewer_id
            -- counted in bytes, on both sides
            and levenshtein(this.words, other.words)
            <= (1 - limits.comment_alike_pct / 100) * greatest(strlen(this.words), strlen(other.words))
    group by all
),

found as (
    select sheet_id, row, 'interview_time_order' as code, 'ended_at' as column_name, ended_at_text as value, null as detail
    from attempt
    where ended_at < started_at
    union all
    select sheet_id, row, 'answer_on_invalid', 'disposition', disposition_text, null
    from attempt
    where disposition_code not in ('1.1', '1.2') and answer_count > 0
    union all
    select sheet_id, row, 'interview_hours', 'started_at', started_at_text,
        left(limits.calling_from::varchar, 5) || '—' || left(limits.calling_until::varchar, 5)
    from attempt
    cross join staging.interview_limit as limits
    where is_complete
        -- midnight is how some programs write a day without a time
        and cast(started_at as time) <> time '00:00:00'
        and cast(started_at as time) not between limits.calling_from
        and limits.calling_until
    union all
    select sheet_id, row, 'interview_duration_conflict', 'duration_s', stated_duration_s,
        date_diff('second', started_at, ended_at)::varchar
    from attempt
    cross join staging.interview_limit as limits
    where is_complete and ended_at >= started_at
        and abs(stated_duration_s - date_diff('second', started_at, ended_at))
        > limits.duration_tolerance_s
    union all
    select sheet_id, row, 'interview_short', 'duration_s', duration_s, round(median_duration_s)::integer::varchar
    from profile
    where is_short
    union all
    select sheet_id, row, case when is_same_month then 'phone_repeated' else 'phone_repeated_later' end, 'phone', null,
        other_place
    from phone_pair
    union all
    select sheet_id, row, 'interview_overlap', 'started_at', strftime(started_at, '%H:%M:%S'),
        other_place || '重叠 ' || shared_s || ' 秒'
    from overlap
    union all
    select own_copy.sheet_id, own_copy.row, 'comment_repeated', 'comment', own_copy.comment,
        own_copy.interviewer_id || '本月有 ' || own_copy.copy_count || ' 份'
    from own_copy
    cross join staging.interview_limit as limits
    inner join said using (month, words)
    where own_copy.copy_count >= limits.comment_min_copies
        and own_copy.copy_count > said.said_count - own_copy.same_count
    union all
    select profile.sheet_id, profile.row, 'interview_straight_line', 'q' || profile.ranking_question, profile.straight_line_grade,
        case
            when excess.is_listed
                then '访问员' || profile.interviewer_id || '至本月 ' || limits.straight_line_months || ' 个月有 '
                    || excess.straight_count || ' 份这样的访问，按所访镇街应有约 '
                    || round(excess.straight_expected)::integer || ' 份'
            else '时长只有 ' || profile.duration_s || ' 秒'
        end
    from profile
    cross join staging.interview_limit as limits
    left join staging.straight_line_excess as excess using (month, interviewer_id)
    where profile.is_straight_line
        and (
            coalesce(excess.is_listed, false)
            or profile.duration_s < limits.straight_line_median_pct / 100 * profile.median_duration_s
        )
)

select
    attempt.month,
    found.sheet_id,
    found.row,
    attempt.interviewer_id,
    attempt.town_code,
    found.code,
    found.column_name,
    found.value,
    found.detail,
    coalesce(rule.value, 'flag') = 'exclude' as is_excluding
from found
inner join attempt using (sheet_id, row)
left join reference.scheme as rule on rule.part = 'interview_quality' and rule.setting = found.code
where coalesce(rule.value, 'flag') <> 'off'
