package org.trinofdw.ddl.syntax;

import org.antlr.v4.runtime.Token;

/**
 * A place in a script. Both numbers start at 1; the column counts characters.
 */
public record Position(int line, int column)
{
    /** For what stands in no script. */
    public static final Position NONE = new Position(1, 1);

    /** Where a token starts. */
    public static Position of(Token token)
    {
        return new Position(token.getLine(), token.getCharPositionInLine() + 1);
    }

    /**
     * The start of a message about this place.
     */
    @Override
    public String toString()
    {
        return "line %s:%s".formatted(line, column);
    }
}
