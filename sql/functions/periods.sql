-- month_of: the month (its first day) that a day counts in; the scheme says on which day months begin.
create or replace macro month_of(day) as
    cast(
        date_trunc(
            'month',
            day - to_days(
                (select value::integer - 1 from reference.scheme where part = 'period' and setting = 'first_day')
            )
        )
        + to_months(
            (select (value::integer > 1)::integer from reference.scheme where part = 'period' and setting = 'first_day')
        ) as date
    );
