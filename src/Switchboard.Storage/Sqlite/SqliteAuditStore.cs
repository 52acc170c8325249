using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Switchboard.Gateway;
using Switchboard.Gateway.Audit;
using Switchboard.Gateway.Audit.Journaling;
using Switchboard.Gateway.Keys;

namespace Switchboard.Storage.Sqlite;

/// <summary>The audit records, heads and spend in the embedded database.</summary>
internal sealed class SqliteAuditStore(SqliteDatabase database) : IAuditStore
{
    private const string DayFormat = "yyyy-MM-dd";

    public Task<IReadOnlyList<AuditHead>> LoadHeadsAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<AuditHead>>(
        session => session.Statement("SELECT node, seq, link, tag, key_id FROM audit_heads").List(row => new AuditHead(
            row.GetString(0),
            row.GetInt64(1),
            Digest.Read(row.GetFieldValue<byte[]>(2)),
            Digest.Read(row.GetFieldValue<byte[]>(3)),
            row.GetString(4))),
        cancellationToken);

    public Task AppendAsync(IReadOnlyList<AuditRecord> records, AuditHead head, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            Insert(session, records);
            AddSpend(session, records);
            session.Statement(
                """
                INSERT INTO audit_heads (node, seq, link, tag, key_id) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (node) DO UPDATE SET seq = excluded.seq, link = excluded.link, tag = excluded.tag, key_id = excluded.key_id
                """).With(head.Node, head.Seq, head.Link.ToArray(), head.Tag.ToArray(), head.KeyId).Execute();
        },
        cancellationToken);

    public Task<HotPage> QueryAsync(AuditQuery query, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var filter = SqliteAuditFilter.Of(query);
            List<AuditRecord> records = session.Statement(
                $"SELECT body, seq, node FROM audit_records {filter.Where} ORDER BY seq DESC, node LIMIT {filter.Next(0)} OFFSET {filter.Next(1)}")
                .With([.. filter.Values, query.Limit, query.Offset])
                .List(ReadRecord);
            if (records.Count == query.Limit)
            {
                return new HotPage(records, 0, new Dictionary<string, long>());
            }

            long matching = (long)session.Statement($"SELECT COUNT(*) FROM audit_records {filter.Where}").With([.. filter.Values]).Scalar()!;
            return new HotPage(records, matching, LoadHorizons(session));
        },
        cancellationToken);

    public Task ForgetAsync(string node, long throughSeq, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            session.Statement("DELETE FROM audit_records WHERE seq <= $1 AND node = $2").With(throughSeq, node).Execute();
            session.Statement(
                "INSERT INTO audit_horizons (node, seq) VALUES ($1, $2) ON CONFLICT (node) DO UPDATE SET seq = MAX(seq, excluded.seq)")
                .With(node, throughSeq).Execute();
        },
        cancellationToken);

    public Task<IReadOnlyList<AccountSpend>> LoadSpendAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<AccountSpend>>(
        session => session.Statement("SELECT account_id, day, micros FROM spend ORDER BY account_id, day").List(row => new AccountSpend(
            row.GetString(0), DateOnly.ParseExact(row.GetString(1), DayFormat, CultureInfo.InvariantCulture), row.GetInt64(2))),
        cancellationToken);

    private static void Insert(SqliteSession session, IReadOnlyList<AuditRecord> records)
    {
        SqliteInsert insert = session.Insert(
            """
            INSERT INTO audit_records (seq, node, timestamp_us, provider, model, model_asked, tenant, key_id, outcome, body)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            """);
        foreach (AuditRecord record in records)
        {
            ReadOnlyMemory<byte> body = record.Body.IsEmpty ? JsonSerializer.SerializeToUtf8Bytes(record, GatewayJsonContext.Default.AuditRecord) : record.Body;
            insert.Bind(1, record.Seq).Bind(2, record.Node).Bind(3, Micros.Of(record.Timestamp)).Bind(4, record.Provider).Bind(5, record.Model)
                .Bind(6, record.ModelAsked).Bind(7, record.Tenant).Bind(8, record.KeyId).Bind(9, record.Outcome).Bind(10, body.Span).Execute();
        }
    }

    /// <summary>A day's spend goes by when requests came in, as their reservations did.</summary>
    private static void AddSpend(SqliteSession session, IReadOnlyList<AuditRecord> records)
    {
        var sums = new Dictionary<(AccountName Account, DateOnly Day), long>();
        foreach (AuditRecord record in records.Where(record => record.CostMicros != 0))
        {
            DateOnly day = DateOnly.FromDateTime(record.Timestamp.UtcDateTime);
            foreach ((AccountName account, long micros) in SharesOf(record))
            {
                sums[(account, day)] = sums.GetValueOrDefault((account, day)) + micros;
            }
        }

        foreach (((AccountName account, DateOnly day), long micros) in sums)
        {
            session.Statement(
                """
                INSERT INTO spend (account_id, day, micros) VALUES ($1, $2, $3)
                ON CONFLICT (account_id, day) DO UPDATE SET micros = micros + excluded.micros
                """)
                .With(account.ToString(), day.ToString(DayFormat, CultureInfo.InvariantCulture), micros).Execute();
        }
    }

    /// <summary>The caller's accounts, and those of the providers' keys: the last attempt is the one that cost, but for what others say that they did.</summary>
    private static IEnumerable<(AccountName Account, long Micros)> SharesOf(AuditRecord record)
    {
        foreach (AccountName account in AccountName.All(record.KeyId, record.Owner, record.Team, record.Organization))
        {
            yield return (account, record.CostMicros);
        }

        if (record.Attempts is not { Count: > 0 } attempts)
        {
            yield break;
        }

        long left = record.CostMicros;
        foreach (AuditAttempt attempt in attempts.Where(static attempt => attempt.CostMicros is not null))
        {
            left -= attempt.CostMicros!.Value;
            if (attempt.KeyId is { } key)
            {
                yield return (new AccountName(AccountScope.ProviderKey, key), attempt.CostMicros.Value);
            }
        }

        if (attempts[^1] is { KeyId: { } paid, CostMicros: null })
        {
            yield return (new AccountName(AccountScope.ProviderKey, paid), left);
        }
    }

    private static Dictionary<string, long> LoadHorizons(SqliteSession session) =>
        session.Statement("SELECT node, seq FROM audit_horizons").List(row => (Node: row.GetString(0), Seq: row.GetInt64(1)))
            .ToDictionary(row => row.Node, row => row.Seq);

    private static AuditRecord ReadRecord(SqliteDataReader row)
    {
        AuditRecord record = JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(0), GatewayJsonContext.Default.AuditRecord)
            ?? throw new JsonException("A record's body is null.");
        record.Seq = row.GetInt64(1);
        record.Node = row.GetString(2);
        return record;
    }
}
