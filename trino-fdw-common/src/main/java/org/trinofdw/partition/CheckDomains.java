package org.trinofdw.partition;

import com.google.common.collect.ImmutableMap;
import io.trino.spi.TrinoException;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.Range;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.predicate.ValueSet;
import io.trino.spi.type.Type;
import org.trinofdw.ddl.PartitionLiterals;
import org.trinofdw.definition.CheckConstraint;
import org.trinofdw.definition.ForeignColumn;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.partition.CheckTokens.Token;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * What the constraints of a foreign table say of its rows, as domains that can be held against a predicate (PostgreSQL, CREATE FOREIGN TABLE, "CHECK": assumed
 * to hold). Comparisons of columns with literals, IN, BETWEEN, IS [NOT] NULL, AND and OR are understood; what else stands in an expression says nothing.
 */
public final class CheckDomains
{
    private final ForeignTable table;
    private final CheckTokens tokens;

    private CheckDomains(ForeignTable table, CheckTokens tokens)
    {
        this.table = requireNonNull(table, "table is null");
        this.tokens = requireNonNull(tokens, "tokens is null");
    }

    /** Of CHECK and NOT NULL, by column name. */
    public static TupleDomain<String> of(ForeignTable table)
    {
        TupleDomain<String> domain = TupleDomain.all();
        for (ForeignColumn column : table.columns()) {
            if (!column.nullable()) {
                domain = domain.intersect(on(column, Domain.notNull(column.type().trinoType())));
            }
        }
        for (CheckConstraint check : table.checks()) {
            domain = domain.intersect(CheckTokens.of(check.expression())
                    .flatMap(tokens -> new CheckDomains(table, tokens).whole())
                    .orElse(TupleDomain.all()));
        }
        return domain;
    }

    // The rows that a constraint lets in are those of which its expression is not false: null is let in. So the parts of AND and OR can be taken by themselves.

    private Optional<TupleDomain<String>> whole()
    {
        Optional<TupleDomain<String>> domain = disjunction();
        return tokens.atEnd() ? domain : Optional.empty();
    }

    private Optional<TupleDomain<String>> disjunction()
    {
        Optional<TupleDomain<String>> first = conjunction();
        if (first.isEmpty()) {
            return Optional.empty();
        }
        List<TupleDomain<String>> domains = new ArrayList<>(List.of(first.get()));
        while (tokens.acceptWord("or")) {
            Optional<TupleDomain<String>> next = conjunction();
            if (next.isEmpty()) {
                return Optional.empty();
            }
            domains.add(next.get());
        }
        return Optional.of(TupleDomain.columnWiseUnion(domains));
    }

    private Optional<TupleDomain<String>> conjunction()
    {
        TupleDomain<String> domain = TupleDomain.all();
        do {
            Optional<TupleDomain<String>> next = condition();
            if (next.isEmpty()) {
                return Optional.empty();
            }
            domain = domain.intersect(next.get());
        }
        while (tokens.acceptWord("and"));
        return Optional.of(domain);
    }

    private Optional<TupleDomain<String>> condition()
    {
        if (tokens.acceptSymbol("(")) {
            Optional<TupleDomain<String>> domain = disjunction();
            return tokens.acceptSymbol(")") ? domain : Optional.empty();
        }
        Optional<ForeignColumn> column = tokens.next()
                .filter(token -> token.kind() == CheckTokens.Kind.WORD || token.kind() == CheckTokens.Kind.QUOTED)
                .flatMap(token -> table.column(token.text()));
        return column.flatMap(found -> condition(found).map(domain -> on(found, domain)));
    }

    private Optional<Domain> condition(ForeignColumn column)
    {
        if (tokens.acceptWord("is")) {
            boolean not = tokens.acceptWord("not");
            Type type = column.type().trinoType();
            return tokens.acceptWord("null") ? Optional.of(not ? Domain.notNull(type) : Domain.onlyNull(type)) : Optional.empty();
        }
        if (tokens.acceptWord("in")) {
            return list(column);
        }
        if (tokens.acceptWord("between")) {
            Optional<Object> low = literal(column);
            Optional<Object> high = tokens.acceptWord("and") ? literal(column) : Optional.empty();
            return low.isEmpty() || high.isEmpty() ? Optional.empty() : compared(column, ">=", low.get()).flatMap(domain -> compared(column, "<=", high.get()).map(domain::intersect));
        }
        Optional<Token> operator = tokens.next().filter(token -> token.kind() == CheckTokens.Kind.SYMBOL);
        Optional<Object> value = operator.isEmpty() ? Optional.empty() : literal(column);
        return value.flatMap(found -> compared(column, operator.get().text(), found));
    }

    private Optional<Domain> list(ForeignColumn column)
    {
        if (!tokens.acceptSymbol("(")) {
            return Optional.empty();
        }
        List<Object> values = new ArrayList<>();
        do {
            Optional<Object> value = literal(column);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.add(value.get());
        }
        while (tokens.acceptSymbol(","));
        return tokens.acceptSymbol(")") && hasBytewiseEquality(column) ?
                Optional.of(Domain.create(ValueSet.copyOf(column.type().trinoType(), values), true)) :
                Optional.empty();
    }

    private static Optional<Domain> compared(ForeignColumn column, String operator, Object value)
    {
        Type type = column.type().trinoType();
        boolean equality = operator.equals("=") || operator.equals("<>") || operator.equals("!=");
        if (equality ? !hasBytewiseEquality(column) : !PartitionKey.of(column).isOrderedAlike()) {
            return Optional.empty();
        }
        return (switch (operator) {
            case "=" -> Optional.of(ValueSet.of(type, value));
            case "<>", "!=" -> Optional.of(ValueSet.of(type, value).complement());
            case "<" -> Optional.of(ValueSet.ofRanges(Range.lessThan(type, value)));
            case "<=" -> Optional.of(ValueSet.ofRanges(Range.lessThanOrEqual(type, value)));
            case ">" -> Optional.of(ValueSet.ofRanges(Range.greaterThan(type, value)));
            case ">=" -> Optional.of(ValueSet.ofRanges(Range.greaterThanOrEqual(type, value)));
            default -> Optional.<ValueSet>empty();
        }).map(values -> Domain.create(values, true));
    }

    private static boolean hasBytewiseEquality(ForeignColumn column)
    {
        return PartitionKey.of(column).hasBytewiseEquality();
    }

    /** A literal of the type of the column: with its sign, with the name of the type before it, or with a cast to it behind. */
    private Optional<Object> literal(ForeignColumn column)
    {
        boolean negative = tokens.acceptSymbol("-");
        String typeName = column.type().text();
        boolean typed = tokens.acceptWord(typeName);
        Optional<Token> token = tokens.next();
        if (tokens.acceptSymbol("::") && !tokens.acceptWord(typeName)) {
            return Optional.empty();
        }
        return token.flatMap(found -> switch (found.kind()) {
            case NUMBER -> typed ? Optional.<String>empty() : Optional.of((negative ? "-" : "") + found.text());
            case STRING -> negative ? Optional.<String>empty() : Optional.of(found.text());
            case WORD -> Optional.of(found.text()).filter(word -> !negative && (word.equals("true") || word.equals("false")));
            case QUOTED, SYMBOL -> Optional.<String>empty();
        }).flatMap(text -> value(column, text));
    }

    private static Optional<Object> value(ForeignColumn column, String text)
    {
        try {
            Comparable<?> value = PartitionLiterals.value(column.type(), text, "a constraint");
            // rounding would make another constraint of it
            boolean exact = !(value instanceof BigDecimal decimal) || decimal.compareTo(new BigDecimal(text.strip())) == 0;
            return exact ? PartitionDomains.comparableValue(column.type().trinoType(), value) : Optional.empty();
        }
        catch (TrinoException e) {
            // a literal of another type, which PostgreSQL compares after a cast of the column
            return Optional.empty();
        }
    }

    private static TupleDomain<String> on(ForeignColumn column, Domain domain)
    {
        return TupleDomain.withColumnDomains(ImmutableMap.of(column.name(), domain));
    }
}
