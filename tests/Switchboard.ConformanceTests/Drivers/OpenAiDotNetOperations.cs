using System.ClientModel;
using OpenAI;
using OpenAI.Audio;
using OpenAI.Embeddings;
using OpenAI.Files;
using OpenAI.Images;
using OpenAI.Moderations;

namespace Switchboard.ConformanceTests.Drivers;

/// <summary>What the NuGet package OpenAI does beside chat.</summary>
internal static class OpenAiDotNetOperations
{
    public static Task RunAsync(Call call, ApiKeyCredential credential, OpenAIClientOptions options, Seen seen) => call.Scenario switch
    {
        Scenario.Embeddings => EmbedAsync(new EmbeddingClient(call.Model, credential, options), call, seen),
        Scenario.SizedEmbeddings => EmbedAsync(new EmbeddingClient(call.Model, credential, options), call, seen, new() { Dimensions = 256 }),
        Scenario.MakeImage => ImageAsync(new ImageClient(call.Model, credential, options), call, seen),
        Scenario.EditImage => EditAsync(new ImageClient(call.Model, credential, options), call, seen),
        Scenario.Transcribe or Scenario.Translate or Scenario.Speak => AudioAsync(new AudioClient(call.Model, credential, options), call, seen),
        Scenario.Moderate => ModerateAsync(new ModerationClient(call.Model, credential, options), call, seen),
        Scenario.Batches => OpenAiDotNetBatches.RunAsync(call, credential, options, seen),
        Scenario.Files => FilesAsync(new OpenAIFileClient(credential, options), call, seen),
        _ => throw new NotSupportedException($"This client has no scenario '{call.Scenario}'."),
    };

    private static async Task EmbedAsync(EmbeddingClient client, Call call, Seen seen, EmbeddingGenerationOptions? options = null)
    {
        OpenAIEmbeddingCollection answer = await client.GenerateEmbeddingsAsync([call.Text, "two"], options);
        (seen.Model, seen.Usage) = (answer.Model, new SeenUsage(answer.Usage.InputTokenCount, 0, 0));
        seen.Pieces = [.. answer.Select(static e => string.Join(' ', e.ToFloats().ToArray()))];
    }

    private static async Task ImageAsync(ImageClient client, Call call, Seen seen)
    {
        GeneratedImage image = await client.GenerateImageAsync(call.Text);
        seen.Text = image.ImageUri.ToString();
    }

    private static async Task EditAsync(ImageClient client, Call call, Seen seen)
    {
        using var pixel = new MemoryStream(Convert.FromBase64String(Fixtures.Pixel));
        GeneratedImage image = await client.GenerateImageEditAsync(pixel, "pixel.png", call.Text);
        seen.Text = image.ImageUri.ToString();
    }

    private static async Task AudioAsync(AudioClient client, Call call, Seen seen)
    {
        using var recording = new MemoryStream("ID3 a recording"u8.ToArray());
        switch (call.Scenario)
        {
            case Scenario.Transcribe:
                AudioTranscription transcript = await client.TranscribeAudioAsync(recording, "audio.mp3", new AudioTranscriptionOptions { Prompt = call.Text });
                seen.Text = transcript.Text;
                break;
            case Scenario.Translate:
                AudioTranslation translation = await client.TranslateAudioAsync(recording, "audio.mp3", new AudioTranslationOptions { Prompt = call.Text });
                seen.Text = translation.Text;
                break;
            default:
                BinaryData speech = await client.GenerateSpeechAsync(call.Text, GeneratedSpeechVoice.Alloy);
                seen.Text = $"{speech.ToMemory().Length} bytes";
                break;
        }
    }

    private static async Task ModerateAsync(ModerationClient client, Call call, Seen seen)
    {
        ModerationResult result = await client.ClassifyTextAsync(call.Text);
        (seen.Model, seen.Text) = (call.Model, $"flagged: {(result.Flagged ? "true" : "false")}");
    }

    private static async Task FilesAsync(OpenAIFileClient client, Call call, Seen seen)
    {
        OpenAIFile made = await client.UploadFileAsync(BinaryData.FromString(call.Text), "requests.jsonl", FileUploadPurpose.Batch);
        OpenAIFileCollection files = await client.GetFilesAsync();
        BinaryData content = await client.DownloadFileAsync(made.Id);
        FileDeletionResult deleted = await client.DeleteFileAsync(made.Id);
        (seen.Id, seen.Models, seen.Text, seen.Finish) = (made.Id, [.. files.Select(static f => f.Id)], content.ToString(), deleted.Deleted ? "true" : "false");
    }
}
