using Microsoft.Data.Sqlite;

namespace Switchboard.Storage.Sqlite;

/// <summary>A connection with the statements prepared on it. Used by one caller at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    /// <summary>How long a statement waits for another program's lock. Its thread waits too, and a stop waits for that.</summary>
    private const int LockWaitSeconds = 5;

    private readonly Dictionary<string, SqliteStatement> _statements = [];
    private readonly Dictionary<string, SqliteInsert> _inserts = [];

    private SqliteSession(SqliteConnection connection) => Connection = connection;

    public SqliteConnection Connection { get; }

    public static SqliteSession Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = LockWaitSeconds,
        }.ToString());
        try
        {
            connection.Open();
            var session = new SqliteSession(connection);
            session.Statement(FormattableString.Invariant($"PRAGMA busy_timeout = {LockWaitSeconds * 1000}")).Scalar();
            session.Statement("PRAGMA foreign_keys = ON").Execute();
            return session;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The statement with this text, prepared once.</summary>
    public SqliteStatement Statement(string sql)
    {
        if (!_statements.TryGetValue(sql, out SqliteStatement? statement))
        {
            SqliteCommand command = Connection.CreateCommand();
            command.CommandText = sql;
            statement = new SqliteStatement(command);
            _statements.Add(sql, statement);
        }

        return statement;
    }

    /// <summary>The insert with this text, prepared once.</summary>
    public SqliteInsert Insert(string sql)
    {
        if (!_inserts.TryGetValue(sql, out SqliteInsert? insert))
        {
            _inserts.Add(sql, insert = new SqliteInsert(Connection, sql));
        }

        return insert;
    }

    public void Dispose()
    {
        foreach (SqliteInsert insert in _inserts.Values)
        {
            insert.Dispose();
        }

        foreach (SqliteStatement statement in _statements.Values)
        {
            statement.Dispose();
        }

        Connection.Dispose();
    }
}
