using System.Globalization;
using System.Text.Json;
using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;
using Trial = Anthropic.Models.Beta.Messages;

namespace Switchboard.ConformanceTests.Drivers;

/// <summary>The NuGet package Anthropic. It calls below <c>/anthropic</c>, its npm sister at the root.</summary>
public sealed class AnthropicDotNet : IOfficialClient
{
    private static readonly Dictionary<string, JsonElement> Oslo = new() { ["city"] = JsonElement.Parse("\"Oslo\"") };

    private static readonly List<ToolUnion> Tools =
    [
        .. new[] { "weather", "time" }.Select(name => new Tool
        {
            Name = name,
            Description = $"Gets the {name} in a city.",
            InputSchema = new() { Properties = new Dictionary<string, JsonElement> { ["city"] = JsonElement.Parse("""{"type":"string"}""") }, Required = ["city"] },
        }),
    ];

    public bool IsAnthropic => true;

    public string? StreamErrorType => nameof(AnthropicSseException);

    public string ErrorType(int status) => status switch
    {
        400 => nameof(AnthropicBadRequestException),
        401 => nameof(AnthropicUnauthorizedException),
        404 => nameof(AnthropicNotFoundException),
        429 => nameof(AnthropicRateLimitException),
        503 => nameof(AnthropicServiceUnavailableException),
        _ => nameof(Anthropic5xxException),
    };

    public async Task<Seen> RunAsync(Call call)
    {
        var seen = new Seen();
        using var answer = new LastAnswer();
        using var http = new HttpClient(answer);
        if (call.VendorKey is { } own)
        {
            http.DefaultRequestHeaders.Add("x-api-key", own);
        }

        using var client = new AnthropicClient { HttpClient = http, BaseUrl = call.Url + "/anthropic", ApiKey = call.Key, MaxRetries = 0 };
        try
        {
            await RunAsync(client, call, seen);
        }
        catch (AnthropicServiceException e)
        {
            seen.Error = Error(e, answer);
        }

        return seen;
    }

    private static async Task RunAsync(AnthropicClient client, Call call, Seen seen)
    {
        var user = new UserMessageParam { Content = call.Text };
        var ask = new MessageCreateParams { Model = call.Model, MaxTokens = 100, Messages = [user] };
        switch (call.Scenario)
        {
            case Scenario.Chat:
                await CreateAsync(client, ask, seen);
                break;
            case Scenario.Stream or Scenario.StreamUsage or Scenario.Abort:
                await StreamAsync(client, ask, seen, leave: call.Scenario == Scenario.Abort);
                break;
            case Scenario.Tools:
                await CreateAsync(client, ask with { Tools = Tools }, seen);
                break;
            case Scenario.StreamTools:
                await StreamAsync(client, ask with { Tools = Tools }, seen);
                break;
            case Scenario.ToolResults:
                await CreateAsync(client, ask with { Tools = Tools, Messages = History(user) }, seen);
                break;
            case Scenario.System:
                await CreateAsync(client, ask with { System = "Be brief." }, seen);
                break;
            case Scenario.Image:
                var pixel = new ImageBlockParam { Source = new Base64ImageSource { MediaType = MediaType.ImagePng, Data = Fixtures.Pixel } };
                await CreateAsync(client, ask with { Messages = [new UserMessageParam { Content = new List<ContentBlockParam> { new TextBlockParam { Text = call.Text }, pixel } }] }, seen);
                break;
            case Scenario.Loop:
                await LoopAsync(client, ask with { Tools = Tools }, user, seen);
                break;
            case Scenario.Beta:
                var trial = await client.Beta.Messages.Create(new() { Model = call.Model, MaxTokens = 100, Betas = ["context-1m-2025-08-07"], Messages = [new Trial.BetaUserMessageParam { Content = call.Text }] });
                seen.Text = string.Concat(trial.Content.Select(block => block.TryPickText(out var text) ? text.Text : ""));
                break;
            case Scenario.CountTokens:
                var count = await client.Messages.CountTokens(new() { Model = call.Model, Messages = [user] });
                count.Validate();
                seen.Usage = new SeenUsage(count.InputTokens, 0, 0);
                break;
            case Scenario.Model:
                var one = await client.Models.Retrieve(call.Model);
                one.Validate();
                seen.Model = one.ID;
                break;
            case Scenario.Models:
                var page = await client.Models.List(new());
                page.Validate();
                seen.Models = [.. page.Items.Select(model => model.ID)];
                break;
            default:
                throw new NotSupportedException($"This client has no scenario '{call.Scenario}'.");
        }
    }

    private static List<MessageParam> History(UserMessageParam user) =>
    [
        user,
        new AssistantMessageParam
        {
            Content = new List<ContentBlockParam>
            {
                new ToolUseBlockParam { ID = "call_a", Name = "weather", Input = Oslo },
                new ToolUseBlockParam { ID = "call_b", Name = "time", Input = Oslo },
            },
        },
        new UserMessageParam
        {
            Content = new List<ContentBlockParam>
            {
                new ToolResultBlockParam { ToolUseID = "call_a", Content = "12 degrees" },
                new ToolResultBlockParam { ToolUseID = "call_b", Content = "noon" },
            },
        },
    ];

    private static async Task LoopAsync(AnthropicClient client, MessageCreateParams ask, UserMessageParam user, Seen seen)
    {
        await CreateAsync(client, ask, seen);
        var calls = seen.Calls;
        ask = ask with
        {
            Messages =
            [
                user,
                new AssistantMessageParam { Content = Said(seen) },
                new UserMessageParam { Content = calls.ConvertAll<ContentBlockParam>(made => new ToolResultBlockParam { ToolUseID = made.Id, Content = """{"degrees":12}""" }) },
            ],
        };
        await CreateAsync(client, ask, seen);
        await StreamAsync(client, ask, seen);
        seen.Calls = calls;
    }

    private static List<ContentBlockParam> Said(Seen seen) =>
    [
        .. seen.Text.Length == 0 ? [] : new ContentBlockParam[] { new TextBlockParam { Text = seen.Text } },
        .. seen.Calls.Select(made => (ContentBlockParam)new ToolUseBlockParam { ID = made.Id, Name = made.Name, Input = JsonSerializer.Deserialize(made.Arguments, DriverJson.Default.DictionaryStringJsonElement)! }),
    ];

    private static async Task CreateAsync(AnthropicClient client, MessageCreateParams ask, Seen seen)
    {
        var message = await client.Messages.Create(ask);
        message.Validate();
        (seen.Id, seen.Model, seen.Finish, seen.Usage) = (message.ID, message.Model.Raw(), message.StopReason!.Raw(), Usage(message.Usage));
        seen.Text = string.Concat(message.Content.Select(block => block.TryPickText(out var text) ? text.Text : ""));
        seen.Calls = [.. message.Content.Select(block => block.TryPickToolUse(out var made) ? made : null).OfType<ToolUseBlock>().Select((made, i) =>
            new SeenTool { Index = i, Id = made.ID, Name = made.Name, Arguments = JsonSerializer.Serialize(made.Input, DriverJson.Default.IReadOnlyDictionaryStringJsonElement), Pieces = 1 })];
    }

    private static async Task StreamAsync(AnthropicClient client, MessageCreateParams ask, Seen seen, bool leave = false)
    {
        using var left = new CancellationTokenSource();
        var notes = new AnthropicStreamNotes(seen);
        try
        {
            await foreach (var item in client.Messages.CreateStreaming(ask, left.Token))
            {
                item.Validate();
                notes.Add(item);
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

    private static SeenUsage Usage(Usage usage) => new(
        usage.InputTokens + (usage.CacheReadInputTokens ?? 0) + (usage.CacheCreationInputTokens ?? 0), usage.OutputTokens, usage.CacheReadInputTokens ?? 0);

    private static SeenError Error(AnthropicServiceException e, LastAnswer answer) =>
        new(e.GetType().Name, e is AnthropicApiException api ? (int)api.StatusCode : null, e.ApiMessage ?? e.Message)
        {
            RetryAfter = answer.Header("retry-after") is { } seconds ? int.Parse(seconds, CultureInfo.InvariantCulture) : null,
            RequestId = answer.Header("x-smartflow-request-id"),
        };
}
