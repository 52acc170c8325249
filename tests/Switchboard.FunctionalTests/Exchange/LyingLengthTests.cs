using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Exchange;

/// <summary>Runs alone, because it looks at the memory of the whole process.</summary>
[Collection(nameof(LyingLengthTests))]
[CollectionDefinition(nameof(LyingLengthTests), DisableParallelization = true)]
public sealed class LyingLengthTests
{
    private const int Callers = 40;
    private const string Continue = "HTTP/1.1 100 Continue\r\n\r\n"; // Comes once the server reads the body.

    [Fact]
    public async Task Chat_ManyCallersDeclareWhatTheyDoNotSend_CostsNoMemory()
    {
        await using var server = await SwitchboardServer.StartAsync();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var connections = new List<RawConnection>();
        try
        {
            for (var i = 0; i < Callers; i++)
            {
                var connection = await RawConnection.OpenAsync(server.Url("proxy"));
                connections.Add(connection);
                await connection.SendAsync($"POST {Answers.OpenAiPath} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 33000000\r\nExpect: 100-continue\r\n\r\n");
                await connection.ReadBytesAsync(Continue.Length);
            }

            Assert.InRange(GC.GetTotalMemory(forceFullCollection: false) - before, long.MinValue, 200L << 20);
        }
        finally
        {
            connections.ForEach(static c => c.Reset());
        }
    }
}
