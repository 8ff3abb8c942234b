package org.trinofdw.testing.maxcompute.sql;

/**
 * @param text the name or string without quotes and escapes, or the symbol
 * @param start offset in the statement
 */
record Token(Kind kind, String text, int start, int end)
{
    enum Kind
    {
        WORD,
        QUOTED_NAME,
        STRING,
        NUMBER,
        SYMBOL,
        END,
    }

    boolean isWord(String word)
    {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    boolean isSymbol(char symbol)
    {
        return kind == Kind.SYMBOL && text.charAt(0) == symbol;
    }

    boolean isName()
    {
        return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
    }
}
