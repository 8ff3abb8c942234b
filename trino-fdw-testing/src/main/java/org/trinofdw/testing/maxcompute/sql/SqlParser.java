package org.trinofdw.testing.maxcompute.sql;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import org.trinofdw.testing.maxcompute.sql.Token.Kind;
import org.trinofdw.testing.maxcompute.type.OdpsType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import static org.trinofdw.testing.maxcompute.sql.Tokenizer.parseFailure;

/**
 * Parses the DDL that clients of MaxCompute send, and plain SELECT. {@link DefinitionParser} holds the clauses of CREATE TABLE.
 */
final class SqlParser
{
    private final String sql;
    private final List<Token> tokens;
    private int index;

    SqlParser(String sql)
    {
        this.sql = sql;
        this.tokens = Tokenizer.tokenize(sql);
    }

    /**
     * Hints of leading {@code SET name=value;} statements go to the map.
     */
    List<Statement> parse(Map<String, String> hints)
    {
        ImmutableList.Builder<Statement> statements = ImmutableList.builder();
        while (true) {
            while (symbol(';')) {
                // empty statement
            }
            if (peek().kind() == Kind.END) {
                return statements.build();
            }
            if (word("SET")) {
                hint(hints);
            }
            else {
                statements.add(statement());
            }
            if (peek().kind() != Kind.END && !symbol(';')) {
                throw unexpected();
            }
        }
    }

    private void hint(Map<String, String> hints)
    {
        String name = next().text();
        expect('=');
        StringBuilder value = new StringBuilder();
        while (peek().kind() != Kind.END && !peek().isSymbol(';')) {
            value.append(next().text());
        }
        hints.put(name.toLowerCase(Locale.ENGLISH), value.toString());
    }

    private Statement statement()
    {
        if (word("CREATE")) {
            if (word("SCHEMA") || word("DATABASE")) {
                boolean ifNotExists = words("IF", "NOT", "EXISTS");
                QualifiedName name = name();
                return new Statement.CreateSchema(name, ifNotExists, word("COMMENT") ? Optional.of(string()) : Optional.empty());
            }
            boolean orReplace = words("OR", "REPLACE");
            if (word("VIEW")) {
                return new SelectParser(this, sql).createView(orReplace);
            }
            boolean external = word("EXTERNAL");
            expectWord("TABLE");
            return new DefinitionParser(this).createTable(external);
        }
        if (word("DROP")) {
            if (word("SCHEMA") || word("DATABASE")) {
                boolean ifExists = words("IF", "EXISTS");
                QualifiedName name = name();
                word("RESTRICT");
                return new Statement.DropSchema(name, ifExists);
            }
            boolean view = word("VIEW");
            if (!view) {
                expectWord("TABLE");
            }
            boolean ifExists = words("IF", "EXISTS");
            QualifiedName name = name();
            word("PURGE");
            return new Statement.DropTable(name, ifExists, view);
        }
        if (word("TRUNCATE")) {
            expectWord("TABLE");
            QualifiedName name = name();
            return new Statement.Truncate(name, peek().isWord("PARTITION") ? partitions() : ImmutableList.of());
        }
        if (word("ALTER")) {
            if (!word("VIEW")) {
                expectWord("TABLE");
            }
            return alter(name());
        }
        if (word("WITH")) {
            return new SelectParser(this, sql).with();
        }
        if (word("SELECT")) {
            return new SelectParser(this, sql).select();
        }
        throw unexpected();
    }

    private Statement alter(QualifiedName name)
    {
        if (word("ADD")) {
            boolean ifNotExists = words("IF", "NOT", "EXISTS");
            if (peek().isWord("PARTITION")) {
                return new Statement.AddPartitions(name, ifNotExists, partitions());
            }
            if (!word("COLUMNS")) {
                expectWord("COLUMN");
            }
            ifNotExists |= words("IF", "NOT", "EXISTS");
            return new Statement.AddColumns(name, ifNotExists, new DefinitionParser(this).columns());
        }
        if (word("DROP")) {
            boolean ifExists = words("IF", "EXISTS");
            if (peek().isWord("PARTITION")) {
                return new Statement.DropPartitions(name, ifExists, partitions());
            }
            if (!word("COLUMNS")) {
                expectWord("COLUMN");
            }
            boolean parentheses = symbol('(');
            ImmutableList.Builder<String> columns = ImmutableList.builder();
            do {
                columns.add(identifier());
            }
            while (symbol(','));
            if (parentheses) {
                expect(')');
            }
            return new Statement.DropColumns(name, columns.build());
        }
        if (word("RENAME")) {
            expectWord("TO");
            return new Statement.RenameTable(name, name().last());
        }
        if (word("CHANGE")) {
            expectWord("COLUMN");
            return changeColumn(name);
        }
        if (word("SET")) {
            if (word("COMMENT")) {
                return new Statement.SetComment(name, string());
            }
            if (word("LIFECYCLE")) {
                return new Statement.SetLifecycle(name, OptionalLong.of(number()));
            }
            expectWord("TBLPROPERTIES");
            return new Statement.SetProperties(name, properties());
        }
        if (word("TOUCH")) {
            return new Statement.Touch(name);
        }
        throw unexpected();
    }

    private Statement changeColumn(QualifiedName name)
    {
        String column = identifier();
        if (word("RENAME")) {
            expectWord("TO");
            return new Statement.ChangeColumn(name, column, Optional.of(identifier()), Optional.empty(), Optional.empty(), Optional.empty());
        }
        if (word("COMMENT")) {
            return new Statement.ChangeColumn(name, column, Optional.empty(), Optional.empty(), Optional.of(string()), Optional.empty());
        }
        if (word("NULL")) {
            return new Statement.ChangeColumn(name, column, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(true));
        }
        String newName = identifier();
        OdpsType type = type();
        Optional<String> comment = word("COMMENT") ? Optional.of(string()) : Optional.empty();
        return new Statement.ChangeColumn(name, column, newName.equalsIgnoreCase(column) ? Optional.empty() : Optional.of(newName), Optional.of(type), comment, Optional.empty());
    }

    private List<Map<String, String>> partitions()
    {
        ImmutableList.Builder<Map<String, String>> partitions = ImmutableList.builder();
        do {
            if (!word("PARTITION")) {
                throw unexpected();
            }
            expect('(');
            Map<String, String> values = new LinkedHashMap<>();
            do {
                String column = identifier().toLowerCase(Locale.ENGLISH);
                expect('=');
                Token value = next();
                if (value.kind() != Kind.STRING && value.kind() != Kind.NUMBER) {
                    throw parseFailure(sql, value.start(), "value of a partition column expected");
                }
                values.put(column, value.text());
            }
            while (symbol(','));
            expect(')');
            partitions.add(ImmutableMap.copyOf(values));
            symbol(',');
        }
        while (peek().isWord("PARTITION"));
        return partitions.build();
    }

    Map<String, String> properties()
    {
        Map<String, String> properties = new LinkedHashMap<>();
        expect('(');
        do {
            String key = string();
            expect('=');
            properties.put(key, string());
        }
        while (symbol(','));
        expect(')');
        return properties;
    }

    OdpsType type()
    {
        Token first = next();
        if (first.kind() != Kind.WORD) {
            throw parseFailure(sql, first.start(), "type expected");
        }
        int end = first.end();
        if (peek().isSymbol('(') || peek().isSymbol('<')) {
            int depth = 0;
            do {
                Token token = next();
                if (token.kind() == Kind.END) {
                    throw unexpected();
                }
                if (token.isSymbol('(') || token.isSymbol('<')) {
                    depth++;
                }
                else if (token.isSymbol(')') || token.isSymbol('>')) {
                    depth--;
                }
                end = token.end();
            }
            while (depth > 0);
        }
        try {
            return OdpsType.parse(sql.substring(first.start(), end));
        }
        catch (IllegalArgumentException e) {
            throw parseFailure(sql, first.start(), e.getMessage());
        }
    }

    QualifiedName name()
    {
        int start = peek().start();
        ImmutableList.Builder<String> parts = ImmutableList.builder();
        do {
            parts.add(identifier());
        }
        while (symbol('.'));
        String before = sql.substring(0, start);
        int line = (int) before.chars().filter(character -> character == '\n').count() + 1;
        List<String> names = parts.build();
        if (names.size() > 3) {
            throw parseFailure(sql, start, "name of more than three parts");
        }
        return new QualifiedName(names, line, start - before.lastIndexOf('\n'));
    }

    String identifier()
    {
        Token token = next();
        if (!token.isName() || token.text().isEmpty()) {
            throw parseFailure(sql, token.start(), "name expected");
        }
        return token.text();
    }

    String string()
    {
        Token token = next();
        if (token.kind() != Kind.STRING) {
            throw parseFailure(sql, token.start(), "string expected");
        }
        return token.text();
    }

    long number()
    {
        Token token = next();
        try {
            return Long.parseLong(token.text());
        }
        catch (NumberFormatException _) {
            throw parseFailure(sql, token.start(), "number expected");
        }
    }

    Token peek()
    {
        return tokens.get(index);
    }

    Token next()
    {
        Token token = tokens.get(index);
        if (token.kind() != Kind.END) {
            index++;
        }
        return token;
    }

    boolean word(String word)
    {
        if (peek().isWord(word)) {
            index++;
            return true;
        }
        return false;
    }

    boolean words(String... words)
    {
        for (int offset = 0; offset < words.length; offset++) {
            if (index + offset >= tokens.size() || !tokens.get(index + offset).isWord(words[offset])) {
                return false;
            }
        }
        index += words.length;
        return true;
    }

    boolean symbol(char symbol)
    {
        if (peek().isSymbol(symbol)) {
            index++;
            return true;
        }
        return false;
    }

    void expect(char symbol)
    {
        if (!symbol(symbol)) {
            throw parseFailure(sql, peek().start(), "'" + symbol + "' expected");
        }
    }

    void expectWord(String word)
    {
        if (!word(word)) {
            throw parseFailure(sql, peek().start(), word + " expected");
        }
    }

    SqlException unexpected()
    {
        Token token = peek();
        return parseFailure(sql, token.start(), token.kind() == Kind.END ? "unexpected end of statement" : "invalid token '" + token.text() + "'");
    }
}
