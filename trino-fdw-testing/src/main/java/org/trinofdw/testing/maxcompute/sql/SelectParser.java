package org.trinofdw.testing.maxcompute.sql;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import org.trinofdw.testing.maxcompute.sql.Statement.Source;
import org.trinofdw.testing.maxcompute.sql.Statement.Source.NamedSource;
import org.trinofdw.testing.maxcompute.sql.Statement.Source.SubquerySource;
import org.trinofdw.testing.maxcompute.sql.Token.Kind;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code [WITH name AS (select), ...] SELECT * | count(*) | columns FROM table | (select) [AS] alias [WHERE partition column = value AND ...] [LIMIT n]}, and
 * views of such.
 */
final class SelectParser
{
    private final SqlParser parser;
    private final String sql;
    private final Map<String, Statement.Select> commonTables = new HashMap<>();

    SelectParser(SqlParser parser, String sql)
    {
        this.parser = parser;
        this.sql = sql;
    }

    /**
     * A query from behind WITH on.
     */
    Statement.Select with()
    {
        do {
            String name = parser.identifier().toLowerCase(Locale.ENGLISH);
            parser.expectWord("AS");
            commonTables.put(name, subquery());
        }
        while (parser.symbol(','));
        parser.expectWord("SELECT");
        return select();
    }

    private Statement.Select subquery()
    {
        parser.expect('(');
        parser.expectWord("SELECT");
        Statement.Select query = select();
        parser.expect(')');
        return query;
    }

    private Source source()
    {
        if (parser.peek().isSymbol('(')) {
            Statement.Select query = subquery();
            parser.word("AS");
            parser.identifier();
            return new SubquerySource(query);
        }
        QualifiedName name = parser.name();
        Statement.Select commonTable = name.parts().size() == 1 ? commonTables.get(name.last().toLowerCase(Locale.ENGLISH)) : null;
        return commonTable == null ? new NamedSource(name) : new SubquerySource(commonTable);
    }

    /**
     * A query from behind SELECT on.
     */
    Statement.Select select()
    {
        List<String> columns = ImmutableList.of();
        boolean count = false;
        if (parser.peek().isWord("COUNT")) {
            parser.next();
            parser.expect('(');
            parser.expect('*');
            parser.expect(')');
            count = true;
        }
        else if (!parser.symbol('*')) {
            ImmutableList.Builder<String> names = ImmutableList.builder();
            do {
                names.add(parser.identifier().toLowerCase(Locale.ENGLISH));
            }
            while (parser.symbol(','));
            columns = names.build();
        }
        parser.expectWord("FROM");
        Source source = source();
        Map<String, String> equalities = new LinkedHashMap<>();
        if (parser.word("WHERE")) {
            do {
                String column = parser.identifier().toLowerCase(Locale.ENGLISH);
                parser.expect('=');
                Token value = parser.next();
                if (value.kind() != Kind.STRING && value.kind() != Kind.NUMBER) {
                    throw Tokenizer.parseFailure(sql, value.start(), "value expected");
                }
                equalities.put(column, value.text());
            }
            while (parser.word("AND"));
        }
        OptionalInt limit = parser.word("LIMIT") ? OptionalInt.of((int) parser.number()) : OptionalInt.empty();
        return new Statement.Select(source, columns, count, ImmutableMap.copyOf(equalities), limit);
    }

    Statement createView(boolean orReplace)
    {
        boolean ifNotExists = parser.words("IF", "NOT", "EXISTS");
        QualifiedName name = parser.name();
        ImmutableList.Builder<String> columnNames = ImmutableList.builder();
        if (parser.symbol('(')) {
            do {
                columnNames.add(parser.identifier());
                if (parser.peek().isName() && !parser.peek().isWord("COMMENT")) {
                    parser.type();
                }
                if (parser.word("COMMENT")) {
                    parser.string();
                }
            }
            while (parser.symbol(','));
            parser.expect(')');
        }
        Optional<String> comment = parser.word("COMMENT") ? Optional.of(parser.string()) : Optional.empty();
        parser.expectWord("AS");
        boolean parentheses = parser.symbol('(');
        int start = parser.peek().start();
        parser.expectWord("SELECT");
        Statement.Select query = select();
        String text = sql.substring(start, parser.peek().start()).trim();
        if (parentheses) {
            parser.expect(')');
        }
        return new Statement.CreateView(name, ifNotExists, orReplace, columnNames.build(), query, text, comment);
    }
}
