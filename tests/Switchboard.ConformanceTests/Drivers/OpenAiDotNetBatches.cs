#pragma warning disable OPENAI001 // The package calls batches experimental.
using System.ClientModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenAI;
using OpenAI.Files;

namespace Switchboard.ConformanceTests.Drivers;

/// <summary>Batches of the NuGet package OpenAI, whose bodies are JSON that the application writes and reads.</summary>
internal static class OpenAiDotNetBatches
{
    public static async Task RunAsync(Call call, ApiKeyCredential credential, OpenAIClientOptions options, Seen seen)
    {
        OpenAIFile file = await new OpenAIFileClient(credential, options).UploadFileAsync(BinaryData.FromString(call.Text), "requests.jsonl", FileUploadPurpose.Batch);
        var ask = new JsonObject { ["input_file_id"] = file.Id, ["endpoint"] = "/v1/chat/completions", ["completion_window"] = "24h" };
        using var content = BinaryContent.Create(BinaryData.FromString(ask.ToJsonString()));

        var made = await new OpenAIClient(credential, options).GetBatchClient().CreateBatchAsync(content, waitUntilCompleted: false);
        var looked = Json(await made.GetBatchAsync(null));
        var cancelled = Json(await made.CancelAsync(null));

        (seen.Id, seen.Text, seen.Finish) = (made.BatchId, looked.GetProperty("input_file_id").GetString() == file.Id ? "its file" : "another", cancelled.GetProperty("status").GetString());
    }

    private static JsonElement Json(ClientResult result) => JsonElement.Parse(result.GetRawResponse().Content);
}
