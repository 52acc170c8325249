using System.Net;
using Switchboard.FunctionalTests.Responses;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Translation;

/// <summary>
/// Every cell of the tables in <c>docs/translation.md</c>, through the whole server, streamed and not. A cell is what was seen: carried
/// (the vendor was asked in its words, and the caller was told), refused with a 400 that names the field, or dropped and named in
/// <c>x-smartflow-dropped</c>. What is lost without a word has no cell, so it fails.
/// </summary>
public sealed class MatrixTests(MatrixFixture fixture) : IClassFixture<MatrixFixture>
{
    private static int asked;

    public static TheoryData<string, string, string> Cells
    {
        get
        {
            var cells = new TheoryData<string, string, string>();
            foreach (var caller in TranslationPage.Callers)
            {
                foreach (var feature in Features.All)
                {
                    foreach (var column in Column.All)
                    {
                        cells.Add(caller, feature.Name, column.Name);
                    }
                }
            }

            return cells;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Cell_OfThePage_IsWhatTheGatewayDoes(string caller, string row, string head)
    {
        var (feature, column) = (Features.All.Single(f => f.Name == row), Column.All.Single(c => c.Name == head));
        var expected = TranslationPage.Cell(caller, row, head);

        foreach (var stream in (bool[])[false, true])
        {
            var cell = feature.FieldsOf(caller) is { } fields ? await SeenAsync(caller, feature, column, fields, stream) : "–";
            Assert.True(expected == cell, $"CELL|{caller}|{row}|{head}|{cell}|stream={stream}, but the page says '{expected}'.");
        }
    }

    [Fact]
    public void Page_HasNoRowsOrColumnsOfItsOwn()
    {
        foreach (var caller in TranslationPage.Callers)
        {
            Assert.Equal(Features.All.Select(static f => f.Name), TranslationPage.Rows(caller));
            Assert.Equal(Column.All.Select(static c => c.Name), TranslationPage.Heads(caller));
        }
    }

    private async Task<string> SeenAsync(string caller, Feature feature, Column column, string fields, bool stream)
    {
        var prompt = $"prompt of cell {Interlocked.Increment(ref asked)}.";
        bool IsThis(UpstreamRequest request) => request.Text.Contains(prompt, StringComparison.Ordinal);
        fixture.Upstream.When(IsThis, feature.Answer);
        if (feature.ForcedAnswer is { } forced)
        {
            // The rule that came last goes first.
            fixture.Upstream.When(request => IsThis(request) && request.Text.Contains("give_json_answer", StringComparison.Ordinal), forced);
        }

        fields = fields.Replace("$", prompt, StringComparison.Ordinal);
        fields = stream ? string.Concat(fields.AsSpan(0, fields.Length - 1), fields.Length > 2 ? "," : "", Streaming(caller), "}") : fields;
        var said = caller switch
        {
            "chat" => await fixture.Server.SayAsync(Talk.Ask(prompt, fields, column.Model)),
            "messages" => await fixture.Server.SayAsync(Talk.AskClaude(prompt, fields, column.Model), path: Talk.Messages),
            _ => await fixture.Server.RespondAsync(ResponsesTalk.Ask(prompt, column.Model, fields)),
        };
        var dropped = said.Headers.GetValueOrDefault("x-smartflow-dropped");
        if (said.Status != HttpStatusCode.OK)
        {
            return $"{(int)said.Status} `{said.Json.GetProperty("error").GetProperty("param").GetString()}`";
        }

        var sent = fixture.Upstream.Requests.Single(IsThis).Text;
        return Cell(feature, column, caller, sent, said.Text, dropped);
    }

    private static string Cell(Feature feature, Column column, string caller, string sent, string said, string? dropped)
    {
        said = said.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\u0022", "\"", StringComparison.Ordinal);
        var seen = feature.SeenBy(column) is not { } fragment || (fragment[0] == '!' ? !sent.Contains(fragment[1..], StringComparison.Ordinal) : sent.Contains(fragment, StringComparison.Ordinal));
        var told = feature.GotBy(caller).All(piece => said.Contains(piece, StringComparison.Ordinal));
        var names = dropped is null ? "" : "drops " + string.Join(", ", dropped.Split(", ").Select(static name => $"`{name}`"));
        if (seen && told)
        {
            var carried = sent.Contains("give_json_answer", StringComparison.Ordinal) ? "forced tool" : "yes";
            return names.Length == 0 ? carried : $"{carried}, {names}";
        }

        return names.Length > 0 && !seen ? names : feature.Seen.Count == 0 ? "not told" : $"LOST (seen={seen}, told={told}): {sent} -> {said}";
    }

    private static string Streaming(string caller) => caller == "chat" ? "\"stream\":true,\"stream_options\":{\"include_usage\":true}" : "\"stream\":true";
}
