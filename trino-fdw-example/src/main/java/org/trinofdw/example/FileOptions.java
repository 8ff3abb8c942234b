package org.trinofdw.example;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import org.trinofdw.option.CommonOptions;
import org.trinofdw.option.Option;
import org.trinofdw.option.OptionTable;
import org.trinofdw.option.OptionTable.RemoteNames;

import java.util.Optional;

import static org.trinofdw.option.OptionLevel.COLUMN;
import static org.trinofdw.option.OptionLevel.SERVER;
import static org.trinofdw.option.OptionLevel.TABLE;
import static org.trinofdw.option.OptionLevel.WRAPPER;

/**
 * The options of the file wrapper: those of PostgreSQL's file_fdw (PostgreSQL 15, F.16) for CSV files, within one folder.
 */
final class FileOptions
{
    private static final String FILE_FDW = "PostgreSQL 15, F.16 file_fdw";

    enum Format { CSV }

    static final Option<String> DIRECTORY = Option.string("directory", "Folder that the files are in; every node must see the same files")
            .at(SERVER)
            .documented("Trino FDW");

    static final Option<String> FILENAME = Option.string("filename", "File below the folder, or a pattern such as 'orders/*.csv'; if not set, the name of the table with '.csv'")
            .at(TABLE)
            .documented(FILE_FDW + "; patterns are Trino FDW's");

    static final Option<Format> FORMAT = Option.oneOf("format", "Format of the files", Format.class)
            .at(WRAPPER, SERVER, TABLE)
            .withDefault(Format.CSV)
            .documented(FILE_FDW);

    static final Option<Boolean> HEADER = Option.bool("header", "Whether the first line of each file names its columns; columns are then found by name, else by position")
            .at(WRAPPER, SERVER, TABLE)
            .withDefault(false)
            .documented(FILE_FDW);

    static final Option<String> DELIMITER = character("delimiter", "Character between the fields of a line", ",");

    static final Option<String> QUOTE = character("quote", "Character around fields; twice within a field it means itself", "\"");

    static final Option<String> NULL = Option.string("null", "Text that stands for null where it is not quoted")
            .at(WRAPPER, SERVER, TABLE)
            .withDefault("")
            .documented(FILE_FDW);

    static final Option<String> COLUMN_NAME = Option.string("column_name", "Name of the column in the header, if it differs")
            .at(COLUMN)
            .documented("Trino FDW");

    static final OptionTable TABLE_OF_OPTIONS = OptionTable.of("file_fdw", ImmutableList.<Option<?>>builder()
                    .add(DIRECTORY, FILENAME, FORMAT, HEADER, DELIMITER, QUOTE, NULL, COLUMN_NAME)
                    .addAll(CommonOptions.ALL)
                    .build())
            .withRule(SERVER, options -> options.contains(DIRECTORY) ? Optional.empty() : Optional.of("option \"directory\" is not set; name the folder of the files"))
            .withRemoteNames(new RemoteNames(Optional.empty(), FILENAME, COLUMN_NAME, ImmutableSet.of()));

    private FileOptions() {}

    private static Option<String> character(String name, String description, String defaultValue)
    {
        return Option.string(name, description)
                .at(WRAPPER, SERVER, TABLE)
                .withDefault(defaultValue)
                .checked(value -> value.length() == 1 && !value.isBlank() || value.equals("\t") ? Optional.empty() : Optional.of("one character"))
                .documented(FILE_FDW);
    }
}
