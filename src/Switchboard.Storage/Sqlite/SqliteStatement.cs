using Microsoft.Data.Sqlite;

namespace Switchboard.Storage.Sqlite;

/// <summary>A prepared statement with positional parameters <c>$1</c>, <c>$2</c>, …; kept by its session and used again.</summary>
internal sealed class SqliteStatement(SqliteCommand command) : IDisposable
{
    /// <summary>Sets the parameters, in order. Null is SQL's NULL.</summary>
    public SqliteStatement With(params ReadOnlySpan<object?> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (i == command.Parameters.Count)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = FormattableString.Invariant($"${i + 1}") });
            }

            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return this;
    }

    public int Execute() => command.ExecuteNonQuery();

    public object? Scalar() => command.ExecuteScalar() is var value && value is DBNull ? null : value;

    /// <summary>One value for each row.</summary>
    public List<T> List<T>(Func<SqliteDataReader, T> row)
    {
        var rows = new List<T>();
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    public void Dispose() => command.Dispose();
}
