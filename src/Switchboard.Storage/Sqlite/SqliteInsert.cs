using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Switchboard.Storage.Sqlite;

/// <summary>
/// A prepared insert over SQLite's own interface, for the one table that gets a row per request: binding without boxes costs a fraction
/// of what a command with its parameter objects does.
/// </summary>
internal sealed class SqliteInsert : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;
    private byte[] text = new byte[256];

    public SqliteInsert(SqliteConnection connection, string sql)
    {
        database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(database, sql, out statement));
    }

    /// <summary>Binds a parameter, counted from 1.</summary>
    public SqliteInsert Bind(int parameter, long value)
    {
        Check(raw.sqlite3_bind_int64(statement, parameter, value));
        return this;
    }

    public SqliteInsert Bind(int parameter, string? value)
    {
        if (value is null)
        {
            Check(raw.sqlite3_bind_null(statement, parameter));
            return this;
        }

        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (most > text.Length)
        {
            text = new byte[most];
        }

        Check(raw.sqlite3_bind_text(statement, parameter, text.AsSpan(0, Encoding.UTF8.GetBytes(value, text))));
        return this;
    }

    public SqliteInsert Bind(int parameter, ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_blob(statement, parameter, value));
        return this;
    }

    /// <summary>Inserts the row.</summary>
    /// <exception cref="SqliteException">SQLite refuses it.</exception>
    public void Execute()
    {
        var result = raw.sqlite3_step(statement);
        raw.sqlite3_reset(statement);
        Check(result == raw.SQLITE_DONE ? raw.SQLITE_OK : result);
    }

    public void Dispose() => statement.Dispose();

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, database);
}
