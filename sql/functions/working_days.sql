-- A macro's argument is written out wherever it stands, also inside these subqueries: their tables and columns bear
-- names (a_day, z_day, …) that no caller's column has, so that working_days_after(day, 5) means the caller's day.

-- working_days_after: the day on which n working days are over, the day itself being day 0; of n = 0 the day itself.
-- From a rest day the count starts with the next working day. Null past the calendar.
create or replace macro working_days_after(from_day, n) as
    case
        when n = 0 then cast(from_day as date)
        else (
            select z_day
            from reference.calendar_day as a_calendar (a_day, a_is_workday, a_number, a_is_guessed, a_guesses)
            inner join reference.calendar_day as z_calendar (z_day, z_is_workday, z_number, z_is_guessed, z_guesses)
                on z_number = a_number + n and z_is_workday
            where a_day = cast(from_day as date)
        )
    end;

-- working_days_between: how many working days lie after one day, up to and including a later one; negative where the
-- second lies before the first. Null past the calendar.
create or replace macro working_days_between(from_day, to_day) as (
    select z_number - a_number
    from reference.calendar_day as a_calendar (a_day, a_is_workday, a_number, a_is_guessed, a_guesses)
    inner join reference.calendar_day as z_calendar (z_day, z_is_workday, z_number, z_is_guessed, z_guesses)
        on z_day = cast(to_day as date)
    where a_day = cast(from_day as date)
);

-- last_working_day: the day itself, or where it is a rest day the last working day before it.
create or replace macro last_working_day(until_day) as (
    select z_day
    from reference.calendar_day as a_calendar (a_day, a_is_workday, a_number, a_is_guessed, a_guesses)
    inner join reference.calendar_day as z_calendar (z_day, z_is_workday, z_number, z_is_guessed, z_guesses)
        on z_number = a_number and z_is_workday
    where a_day = cast(until_day as date)
);

-- is_provisional_span: whether a day after one day, up to and including a later one, is only taken for a working or a
-- rest day (暂定), since its year's holidays are not known: what is counted over it may change. False where there is no
-- such span.
create or replace macro is_provisional_span(from_day, to_day) as
    coalesce(
        (
            select z_guesses > a_guesses
            from reference.calendar_day as a_calendar (a_day, a_is_workday, a_number, a_is_guessed, a_guesses)
            inner join reference.calendar_day as z_calendar (z_day, z_is_workday, z_number, z_is_guessed, z_guesses)
                on z_day = cast(to_day as date)
            where a_day = cast(from_day as date)
        ), false
    );

comment on macro working_days_after is '某日起第 n 个工作日是哪天（当日为第 0 天，含调休上班日）：working_days_after(date ''2022-01-28'', 5) 得 2022-02-09';
comment on macro working_days_between is '两日之间有几个工作日（不含前一日，含后一日；后一日在前的为负）：working_days_between(date ''2022-01-28'', date ''2022-02-09'') 得 5';
comment on macro last_working_day is '某日当日或之前最近的工作日：last_working_day(date ''2022-06-05'') 得 2022-06-02';
comment on macro is_provisional_span is '两日之间有无暂定的工作日（该年放假安排尚未公布，按周一至周五推算）';
