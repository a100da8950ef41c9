-- problem: one fault of one cell, for the list `problems` of a *_read model.
create or replace macro problem(code, column_name, value, detail) as
    {'code': code, 'column_name': column_name, 'value': value::varchar, 'detail': detail::varchar};

-- id_problem: an identifier that is missing or that a spreadsheet has rounded.
create or replace macro id_problem(column_name, id) as
    case
        when id is null then problem('id_missing', column_name, null, null)
        when is_lossy_id(id) then problem('id_lossy', column_name, id, null)
    end;

-- day_problem: a day without which the row cannot be used.
create or replace macro day_problem(column_name, day, cell) as
    case
        when day is not null then null
        when plain(cell) is null then problem('date_missing', column_name, null, null)
        when is_unordered_day(cell) then problem('date_ambiguous', column_name, cell, null)
        else problem('date_unreadable', column_name, cell, null)
    end;

-- unread_problem: a cell that says something which could not be read.
create or replace macro unread_problem(code, column_name, value, cell) as
    case when value is null and plain(cell) is not null then problem(code, column_name, cell, null) end;

-- town_problem: a place (staging.place) that is no town, or not the one it was called, or not the only one meant.
create or replace macro town_problem(how, town, village, proposal) as
    case how
        when 'unknown' then problem('town_unknown', 'town', town, proposal)
        when 'several' then problem('town_several', 'town', town, proposal)
        when 'ambiguous' then problem('town_ambiguous', 'village', village, proposal)
        when 'missing' then problem('town_missing', 'town', null, proposal)
        when 'none' then problem('town_none', 'town', town, null)
        when 'renamed' then problem('town_renamed', 'town', town, proposal)
        when 'text' then problem('town_from_text', 'town', null, proposal)
        when 'elsewhere'
            then case
                when plain(town) is null then problem('town_elsewhere', 'address', proposal, null)
                else problem('town_elsewhere', 'town', town, null)
            end
        when 'contradicted'
            then case
                when plain(town) is null then problem('town_contradicted', 'village', village, proposal)
                else problem('town_contradicted', 'town', town, proposal)
            end
    end;

-- found_problems: the list without the cells in which nothing was wrong.
create or replace macro found_problems(problems) as list_filter(problems, p -> p is not null);

-- column_letter: how spreadsheet programs call a column, from its position (1 = A); null before the first.
create or replace macro column_letter(place) as
    case
        when place > 702 then chr(64 + (place - 703) // 676 + 1) || chr(65 + (place - 703) // 26 % 26)
            || chr(65 + (place - 703) % 26)
        when place > 26 then chr(64 + (place - 1) // 26) || chr(65 + (place - 1) % 26)
        when place > 0 then chr(64 + place)
    end;
