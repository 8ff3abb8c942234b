package org.trinofdw.testing.maxcompute.sql;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import org.trinofdw.testing.maxcompute.sql.Token.Kind;
import org.trinofdw.testing.maxcompute.store.Column;
import org.trinofdw.testing.maxcompute.store.TableDefinition;
import org.trinofdw.testing.maxcompute.store.TableKind;
import org.trinofdw.testing.maxcompute.type.OdpsType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * CREATE TABLE behind its first words, and lists of columns.
 */
final class DefinitionParser
{
    private final SqlParser parser;
    private final ImmutableList.Builder<String> primaryKey = ImmutableList.builder();

    DefinitionParser(SqlParser parser)
    {
        this.parser = parser;
    }

    Statement createTable(boolean external)
    {
        boolean ifNotExists = parser.words("IF", "NOT", "EXISTS");
        QualifiedName name = parser.name();
        List<Column> columns = columns();
        List<Column> partitionColumns = ImmutableList.of();
        Optional<String> comment = Optional.empty();
        OptionalLong lifecycle = OptionalLong.empty();
        Map<String, String> properties = ImmutableMap.of();
        while (parser.peek().kind() != Kind.END && !parser.peek().isSymbol(';')) {
            if (parser.word("COMMENT")) {
                comment = Optional.of(parser.string());
            }
            else if (parser.words("PARTITIONED", "BY")) {
                partitionColumns = columns();
            }
            else if (parser.word("LIFECYCLE")) {
                lifecycle = OptionalLong.of(parser.number());
            }
            else if (parser.word("TBLPROPERTIES")) {
                properties = parser.properties();
            }
            else if (external && (parser.words("STORED", "BY") || parser.word("LOCATION") || parser.word("USING"))) {
                parser.string();
            }
            else if (external && parser.words("WITH", "SERDEPROPERTIES")) {
                parser.properties();
            }
            else {
                throw parser.unexpected();
            }
        }
        TableKind kind = external ? TableKind.EXTERNAL_TABLE : TableKind.MANAGED_TABLE;
        return new Statement.CreateTable(name, ifNotExists, new TableDefinition(kind, columns, partitionColumns, comment, lifecycle, properties, primaryKey.build(), Optional.empty()));
    }

    /**
     * Columns in parentheses; PRIMARY KEY may stand among them.
     */
    List<Column> columns()
    {
        ImmutableList.Builder<Column> columns = ImmutableList.builder();
        parser.expect('(');
        do {
            if (parser.words("PRIMARY", "KEY")) {
                parser.expect('(');
                do {
                    primaryKey.add(parser.identifier());
                }
                while (parser.symbol(','));
                parser.expect(')');
            }
            else {
                columns.add(column());
            }
        }
        while (parser.symbol(','));
        parser.expect(')');
        return columns.build();
    }

    private Column column()
    {
        String name = parser.identifier();
        OdpsType type = parser.type();
        boolean nullable = true;
        Optional<String> comment = Optional.empty();
        Optional<String> defaultValue = Optional.empty();
        while (true) {
            if (parser.words("NOT", "NULL")) {
                nullable = false;
            }
            else if (parser.word("NULL")) {
                nullable = true;
            }
            else if (parser.word("DEFAULT")) {
                defaultValue = Optional.of(parser.next().text());
            }
            else if (parser.word("COMMENT")) {
                comment = Optional.of(parser.string());
            }
            else {
                return new Column(0, name, type, nullable, comment, defaultValue);
            }
        }
    }
}
