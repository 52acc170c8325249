using System.Text;
using System.Text.Json;
using Switchboard.Gateway;
using Switchboard.Gateway.Audit;
using Switchboard.Gateway.Audit.Journaling;

namespace Switchboard.UnitTests.Audit;

public class RecordTimeTests
{
    [Fact]
    public void Read_RecordAsTheJournalWritesIt_GivesItsTimestamp()
    {
        AuditRecord record = JournalFixture.Record(1);
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(record, GatewayJsonContext.Default.AuditRecord);

        Assert.Equal(Micros.Of(record.Timestamp), RecordTime.Read(body));
    }

    [Theory]
    [InlineData("""{"nested":{"timestamp":"2026-01-02T03:04:05Z"},"timestamp":"2026-01-02T03:04:06Z"}""", "2026-01-02T03:04:06Z")]
    [InlineData("""{"nested":["timestamp"]}""", null)]
    [InlineData("""{"timestamp":1}""", null)]
    [InlineData("""{"timestamp":"yesterday"}""", null)]
    [InlineData("""{"timestamp":""", null)]
    [InlineData("[]", null)]
    [InlineData("", null)]
    public void Read_AnyBody_GivesTheTopLevelTimeOrNothing(string body, string? expected)
    {
        long? micros = expected is null ? null : Micros.Of(DateTimeOffset.Parse(expected, null));
        Assert.Equal(micros, RecordTime.Read(Encoding.UTF8.GetBytes(body)));
    }
}
