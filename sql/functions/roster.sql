-- responsible_post: the post that answers for a scope on a day (county with '', town, unit, office with their codes,
-- visit_group with its name); null where nobody does. Names as in working_days.sql: no caller's column is mistaken.
create or replace macro responsible_post(of_scope, of_code, on_day) as (
    select r_post
    from reference.post as r_roster (r_post, r_role, r_scope, r_code, r_is_responsible, r_from, r_to)
    where r_is_responsible
        and r_scope = of_scope
        and r_code = of_code
        and cast(on_day as date) between r_from and coalesce(r_to, date '9999-12-31')
);

comment on macro responsible_post is '某日对某范围负责的职务：responsible_post(''town'', ''370323002'', date ''2022-06-30'')；全县为 responsible_post(''county'', '''', …)';
