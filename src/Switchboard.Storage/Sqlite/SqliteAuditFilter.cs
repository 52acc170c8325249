using Switchboard.Gateway.Audit;
using Switchboard.Gateway.Audit.Journaling;

namespace Switchboard.Storage.Sqlite;

/// <summary>A query's filters as SQL. Only parameter numbers are put into the text, so that few statements serve all queries.</summary>
internal sealed class SqliteAuditFilter
{
    private readonly List<string> _conditions = [];
    private readonly List<object?> _values = [];

    public IReadOnlyList<object?> Values => _values;

    public string Where => _conditions.Count == 0 ? "" : "WHERE " + string.Join(" AND ", _conditions);

    public static SqliteAuditFilter Of(AuditQuery query)
    {
        var filter = new SqliteAuditFilter();
        if (query.Providers is { Count: > 0 } providers)
        {
            filter._conditions.Add($"provider IN ({string.Join(", ", providers.Select(filter.Add))})");
        }

        if (query.Model is { } model)
        {
            string name = filter.Add(model);
            filter._conditions.Add($"(model = {name} OR model_asked = {name})");
        }

        filter.AddEqual("tenant", query.Tenant);
        filter.AddEqual("key_id", query.KeyId);
        filter.AddEqual("outcome", query.Outcome);
        if (query.Since is { } since)
        {
            filter._conditions.Add($"timestamp_us >= {filter.Add(Micros.Of(since))}");
        }

        if (query.Until is { } until)
        {
            filter._conditions.Add($"timestamp_us < {filter.Add(Micros.Of(until))}");
        }

        return filter;
    }

    /// <summary>The name of a parameter after the filter's own.</summary>
    public string Next(int after) => FormattableString.Invariant($"${_values.Count + 1 + after}");

    private void AddEqual(string column, string? value)
    {
        if (value is not null)
        {
            _conditions.Add($"{column} = {Add(value)}");
        }
    }

    private string Add(object value)
    {
        _values.Add(value);
        return FormattableString.Invariant($"${_values.Count}");
    }
}
