using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Models;

namespace Switchboard.ConformanceTests.Drivers;

/// <summary>The NuGet package OpenAI.</summary>
public sealed class OpenAiDotNet : IOfficialClient
{
    private static readonly ChatTool[] Tools =
    [
        .. new[] { "weather", "time" }.Select(name => ChatTool.CreateFunctionTool(name, $"Gets the {name} in a city.", BinaryData.FromString(Fixtures.CitySchema))),
    ];

    public bool IsAnthropic => false;

    public string? StreamErrorType => null;

    public string ErrorType(int status) => nameof(ClientResultException);

    public async Task<Seen> RunAsync(Call call)
    {
        var seen = new Seen();
        try
        {
            await RunAsync(call, seen);
        }
        catch (ClientResultException e)
        {
            seen.Error = Error(e);
        }

        return seen;
    }

    private static async Task RunAsync(Call call, Seen seen)
    {
        var options = new OpenAIClientOptions { Endpoint = new Uri(call.Url + "/v1"), RetryPolicy = new ClientRetryPolicy(0) };
        var credential = new ApiKeyCredential(call.Key);
        var client = new ChatClient(call.Model, credential, options);
        var user = new UserChatMessage(call.Text);
        switch (call.Scenario)
        {
            case Scenario.Chat:
                await CreateAsync(client, [user], seen);
                break;
            case Scenario.Stream or Scenario.StreamUsage or Scenario.Abort:
                await StreamAsync(client, [user], seen, leave: call.Scenario == Scenario.Abort);
                break;
            case Scenario.Tools:
                await CreateAsync(client, [user], seen, Tools);
                break;
            case Scenario.StreamTools:
                await StreamAsync(client, [user], seen, tools: Tools);
                break;
            case Scenario.ToolResults:
                await CreateAsync(client, History(user), seen, Tools);
                break;
            case Scenario.System:
                await CreateAsync(client, [new SystemChatMessage("Be brief."), user], seen);
                break;
            case Scenario.Image:
                var pixel = ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(Convert.FromBase64String(Fixtures.Pixel)), "image/png");
                await CreateAsync(client, [new UserChatMessage(ChatMessageContentPart.CreateTextPart(call.Text), pixel)], seen);
                break;
            case Scenario.Loop:
                await LoopAsync(client, user, seen);
                break;
            case Scenario.Models:
                OpenAIModelCollection models = await new OpenAIModelClient(credential, options).GetModelsAsync();
                seen.Models = [.. models.Select(model => model.Id)];
                break;
            case Scenario.Model:
                OpenAIModel model = await new OpenAIModelClient(credential, options).GetModelAsync(call.Model);
                seen.Model = model.Id;
                break;
            case >= Scenario.Embeddings and <= Scenario.Files:
                await OpenAiDotNetOperations.RunAsync(call, credential, options, seen);
                break;
            default:
                throw new NotSupportedException($"This client has no scenario '{call.Scenario}'.");
        }
    }

    private static ChatMessage[] History(UserChatMessage user) =>
    [
        user,
        new AssistantChatMessage(
        [
            ChatToolCall.CreateFunctionToolCall("call_a", "weather", BinaryData.FromString("""{"city":"Oslo"}""")),
            ChatToolCall.CreateFunctionToolCall("call_b", "time", BinaryData.FromString("""{"city":"Oslo"}""")),
        ]),
        new ToolChatMessage("call_a", "12 degrees"),
        new ToolChatMessage("call_b", "noon"),
    ];

    private static async Task LoopAsync(ChatClient client, UserChatMessage user, Seen seen)
    {
        var asked = await CreateAsync(client, [user], seen, Tools);
        ChatMessage[] messages = [user, new AssistantChatMessage(asked), .. asked.ToolCalls.Select(made => new ToolChatMessage(made.Id, """{"degrees":12}"""))];
        var calls = seen.Calls;
        await CreateAsync(client, messages, seen, Tools);
        await StreamAsync(client, messages, seen, tools: Tools);
        seen.Calls = calls;
    }

    private static async Task<ChatCompletion> CreateAsync(ChatClient client, ChatMessage[] messages, Seen seen, params ChatTool[] tools)
    {
        ChatCompletion completion = await client.CompleteChatAsync(messages, Options(tools));
        (seen.Id, seen.Model, seen.Finish, seen.Usage) = (completion.Id, completion.Model, Finish(completion.FinishReason), Usage(completion.Usage));
        seen.Text = string.Concat(completion.Content.Select(part => part.Text));
        seen.Calls = [.. completion.ToolCalls.Select((made, i) => new SeenTool { Index = i, Id = made.Id, Name = made.FunctionName, Arguments = made.FunctionArguments.ToString(), Pieces = 1 })];
        return completion;
    }

    private static async Task StreamAsync(ChatClient client, ChatMessage[] messages, Seen seen, bool leave = false, params ChatTool[] tools)
    {
        using var left = new CancellationTokenSource();
        try
        {
            await foreach (var update in client.CompleteChatStreamingAsync(messages, Options(tools), left.Token))
            {
                Note(update, seen);
                if (leave && seen.Text.Length > 0)
                {
                    await left.CancelAsync();
                }
            }
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            // It left on purpose.
        }
    }

    private static void Note(StreamingChatCompletionUpdate update, Seen seen)
    {
        (seen.Id, seen.Model, seen.Usage) = (update.CompletionId, update.Model, Usage(update.Usage) ?? seen.Usage);
        seen.Finish = Finish(update.FinishReason) ?? seen.Finish;
        seen.Pieces.AddRange(update.ContentUpdate.Select(part => part.Text).Where(text => text.Length > 0));
        seen.Text = string.Concat(seen.Pieces);
        foreach (var made in update.ToolCallUpdates)
        {
            if (made.Index == seen.Calls.Count)
            {
                seen.Calls.Add(new SeenTool { Index = made.Index, Id = made.ToolCallId, Name = made.FunctionName });
            }

            seen.Calls[made.Index].Add(made.FunctionArgumentsUpdate?.ToString() ?? "");
        }
    }

    private static ChatCompletionOptions Options(ChatTool[] tools)
    {
        var options = new ChatCompletionOptions();
        foreach (var tool in tools)
        {
            options.Tools.Add(tool);
        }

        return options;
    }

    private static string? Finish(ChatFinishReason? reason) => reason switch
    {
        null => null,
        ChatFinishReason.ToolCalls => "tool_calls",
        ChatFinishReason.ContentFilter => "content_filter",
        _ => reason.Value.ToString().ToLowerInvariant(),
    };

    private static SeenUsage? Usage(ChatTokenUsage? usage) =>
        usage is null ? null : new(usage.InputTokenCount, usage.OutputTokenCount, usage.InputTokenDetails?.CachedTokenCount ?? 0);

    private static SeenError Error(ClientResultException e)
    {
        var headers = e.GetRawResponse()?.Headers;
        string? Header(string name) => headers is not null && headers.TryGetValue(name, out var value) ? value : null;
        return new SeenError(nameof(ClientResultException), e.Status, e.Message)
        {
            RetryAfter = Header("retry-after") is { } seconds ? int.Parse(seconds, CultureInfo.InvariantCulture) : null,
            RequestId = Header("x-smartflow-request-id"),
        };
    }
}
