using Switchboard.ConformanceTests.Drivers;
using Switchboard.ConformanceTests.Stages;

namespace Switchboard.ConformanceTests.Gateway;

/// <summary>What OpenAI's clients do beside chat, unmodified.</summary>
public sealed class OperationTests(Stage stage)
{
    public static TheoryData<string> Clients => ["openai-dotnet", "openai-npm"];

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Embeddings_Batch_ComeAsVectors(string client)
    {
        var scene = await stage.SceneAsync();

        var seen = await scene.SucceedAsync(client, Scenario.Embeddings, "text-embedding-3-small");

        Assert.Equal(["0.5 -0.25 0", "0.5 -0.25 1"], seen.Pieces);
        Assert.Equal(("text-embedding-3-small", 8), (seen.Model, seen.Usage!.Input));
        Assert.Equal("embedding", (await scene.LogsAsync())[0].GetProperty("content_type").GetString());
    }

    [Theory]
    [InlineData("openai-dotnet", Scenario.SizedEmbeddings, """ "dimensions":256 """, """ "encoding_format":"base64" """, "0.5 -0.25 0")]
    [InlineData("openai-npm", Scenario.SizedEmbeddings, """ "dimensions":256 """, """ "encoding_format":"float" """, "0.5 -0.25 0")]
    [InlineData("openai-npm", Scenario.Embeddings, """ "input":[ """, """ "encoding_format":"base64" """, "0.5 -0.25 0")]
    [InlineData("openai-npm", Scenario.PackedEmbeddings, """ "input":[ """, """ "encoding_format":"base64" """, "AAAAPwAAgL4AAAAA")]
    public async Task Embeddings_EitherFormat_ArePassedOnAsAsked(string client, Scenario scenario, string first, string second, string vector)
    {
        var scene = await stage.SceneAsync();

        var seen = await scene.SucceedAsync(client, scenario, "text-embedding-3-small");

        Assert.Contains(first.Trim(), scene.Request.Text, StringComparison.Ordinal);
        Assert.Contains(second.Trim(), scene.Request.Text, StringComparison.Ordinal);
        Assert.Equal((vector, 2), (seen.Pieces[0], seen.Pieces.Count));
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Batches_OfAnUploadedFile_AreMadeLookedAtAndCancelled(string client)
    {
        var seen = await (await stage.SceneAsync()).SucceedAsync(client, Scenario.Batches, OfficialClients.Gpt);

        Assert.StartsWith("batch_", seen.Id, StringComparison.Ordinal);
        Assert.Equal(("its file", "cancelling"), (seen.Text, seen.Finish));
    }

    [Theory]
    [MemberData(nameof(OfficialClients.Anthropic), MemberType = typeof(OfficialClients))]
    public async Task CountTokens_OfAnthropicsClients_AreTheVendorsOrAnEstimate(string client)
    {
        var scene = await stage.SceneAsync();

        var (vendors, estimate) = (await scene.SucceedAsync(client, Scenario.CountTokens, OfficialClients.Claude), await scene.SucceedAsync(client, Scenario.CountTokens, OfficialClients.Gpt));

        Assert.Equal((12, "/v1/messages/count_tokens"), (vendors.Usage!.Input, scene.Request.Path));
        Assert.InRange(estimate.Usage!.Input, 5, 40);
    }

    [Theory]
    [InlineData(Scenario.Completion)]
    [InlineData(Scenario.StreamCompletion)]
    public async Task Completion_Text_IsContinued(Scenario scenario)
    {
        var seen = await (await stage.SceneAsync()).SucceedAsync("openai-npm", scenario, "gpt-3.5-turbo-instruct");

        Assert.Equal(("Hello", "stop"), (seen.Text, seen.Finish));
    }

    public static TheoryData<string, Scenario, string, string, string> Made
    {
        get
        {
            var table = new TheoryData<string, Scenario, string, string, string>();
            foreach (var client in (string[])["openai-dotnet", "openai-npm"])
            {
                table.Add(client, Scenario.MakeImage, "dall-e-3", "https://images.example/0.png", "image");
                table.Add(client, Scenario.EditImage, "gpt-image-1", "https://images.example/0.png", "image");
                table.Add(client, Scenario.Transcribe, "whisper-1", "Hello", "transcription");
                table.Add(client, Scenario.Translate, "whisper-1", "Hello", "translation");
                table.Add(client, Scenario.Speak, "tts-1", "5003 bytes", "speech");
                table.Add(client, Scenario.Moderate, "omni-moderation-latest", "flagged: false", "moderation");
            }

            return table;
        }
    }

    [Theory]
    [MemberData(nameof(Made))]
    public async Task Operation_Asked_IsAnsweredAndOnRecord(string client, Scenario scenario, string model, string expected, string type)
    {
        var scene = await stage.SceneAsync();

        var seen = await scene.SucceedAsync(client, scenario, model);

        Assert.Equal(expected, seen.Text);
        var row = (await scene.LogsAsync())[0];
        Assert.Equal((type, "success", model), (row.GetProperty("content_type").GetString(), row.GetProperty("outcome").GetString(), row.GetProperty("model").GetString()));
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Files_OfOneTenant_AreUploadedListedReadAndDeleted(string client)
    {
        var seen = await (await stage.SceneAsync()).SucceedAsync(client, Scenario.Files, OfficialClients.Gpt);

        Assert.Equal(seen.Id, Assert.Single(seen.Models!));
        Assert.Equal(("line 1\nline 2\n", "true"), (seen.Text, seen.Finish));
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Operation_Refused_IsTheClientsOwnException(string client)
    {
        var error = await (await stage.SceneAsync()).FailAsync(client, Scenario.Embeddings, "claude-sonnet-4-5");

        Assert.Equal((OfficialClients.Get(client).ErrorType(400), 400), (error.Type, error.Status));
        Assert.Contains("offers no embeddings", error.Message, StringComparison.Ordinal);
    }
}
