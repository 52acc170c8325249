#pragma warning disable OPENAI001 // The package calls this client experimental; applications use it all the same.
using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI.Responses;

namespace Switchboard.ConformanceTests.Drivers;

/// <summary>The responses client of the NuGet package OpenAI.</summary>
public sealed class ResponsesDotNet : IOfficialClient
{
    private static readonly ResponseTool[] Tools =
    [
        .. new[] { "weather", "time" }.Select(name => ResponseTool.CreateFunctionTool(name, BinaryData.FromString(Fixtures.CitySchema), strictModeEnabled: false, $"Gets the {name} in a city.")),
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
            seen.Error = new SeenError(nameof(ClientResultException), e.Status, e.Message);
        }

        return seen;
    }

    private static async Task RunAsync(Call call, Seen seen)
    {
        var client = new ResponsesClient(new ApiKeyCredential(call.Key), new ResponsesClientOptions { Endpoint = new Uri(call.Url + "/v1"), RetryPolicy = new ClientRetryPolicy(0) });
        ResponseItem user = ResponseItem.CreateUserMessageItem(call.Text);
        switch (call.Scenario)
        {
            case Scenario.Chat:
                await CreateAsync(client, Ask(call, [user]), seen);
                break;
            case Scenario.Stream or Scenario.Abort:
                await StreamAsync(client, Ask(call, [user]), seen, leave: call.Scenario == Scenario.Abort);
                break;
            case Scenario.Tools:
                await CreateAsync(client, Ask(call, [user], Tools), seen);
                break;
            case Scenario.StreamTools:
                await StreamAsync(client, Ask(call, [user], Tools), seen);
                break;
            case Scenario.System:
                var brief = Ask(call, [user]);
                brief.Instructions = "Be brief.";
                await CreateAsync(client, brief, seen);
                break;
            case Scenario.Image:
                var pixel = ResponseContentPart.CreateInputImagePart(BinaryData.FromBytes(Convert.FromBase64String(Fixtures.Pixel), "image/png"));
                await CreateAsync(client, Ask(call, [ResponseItem.CreateUserMessageItem([ResponseContentPart.CreateInputTextPart(call.Text), pixel])]), seen);
                break;
            case Scenario.Loop:
                await LoopAsync(client, call, user, seen);
                break;
            case Scenario.Continue:
                await ContinueAsync(client, call, user, seen);
                break;
            default:
                throw new NotSupportedException($"This client has no scenario '{call.Scenario}'.");
        }
    }

    /// <summary>Call, result, answer, with all items sent back; then the answer streamed.</summary>
    private static async Task LoopAsync(ResponsesClient client, Call call, ResponseItem user, Seen seen)
    {
        var asked = await CreateAsync(client, Ask(call, [user], Tools), seen);
        var results = asked.OutputItems.OfType<FunctionCallResponseItem>().Select(made => ResponseItem.CreateFunctionCallOutputItem(made.CallId, """{"degrees":12}"""));
        ResponseItem[] items = [user, .. asked.OutputItems, .. results];
        var calls = seen.Calls;
        await CreateAsync(client, Ask(call, items, Tools), seen);
        await StreamAsync(client, Ask(call, items, Tools), seen);
        seen.Calls = calls;
    }

    private static async Task ContinueAsync(ResponsesClient client, Call call, ResponseItem user, Seen seen)
    {
        var first = await CreateAsync(client, Ask(call, [user]), seen);
        var next = Ask(call, [ResponseItem.CreateUserMessageItem($"Go on, {call.Text}")]);
        next.PreviousResponseId = first.Id;
        await CreateAsync(client, next, seen);
        ResponseResult read = await client.GetResponseAsync(first.Id);
        seen.Pieces = [read.GetOutputText()];
        ResponseDeletionResult deleted = await client.DeleteResponseAsync(first.Id);
        seen.Finish = deleted.Deleted ? "deleted" : "kept";
    }

    private static CreateResponseOptions Ask(Call call, ResponseItem[] items, params ResponseTool[] tools)
    {
        var options = new CreateResponseOptions(call.Model, items);
        foreach (var tool in tools)
        {
            options.Tools.Add(tool);
        }

        return options;
    }

    private static async Task<ResponseResult> CreateAsync(ResponsesClient client, CreateResponseOptions options, Seen seen)
    {
        ResponseResult response = await client.CreateResponseAsync(options);
        Note(response, seen);
        seen.Text = response.GetOutputText() ?? "";
        seen.Calls = [.. response.OutputItems.OfType<FunctionCallResponseItem>().Select((made, i) => new SeenTool { Index = i, Id = made.CallId, Name = made.FunctionName, Arguments = made.FunctionArguments.ToString(), Pieces = 1 })];
        return response;
    }

    private static async Task StreamAsync(ResponsesClient client, CreateResponseOptions options, Seen seen, bool leave = false)
    {
        using var left = new CancellationTokenSource();
        options.StreamingEnabled = true;
        (seen.Pieces, seen.Calls) = ([], []);
        var places = new Dictionary<int, SeenTool>();
        try
        {
            await foreach (var update in await client.CreateResponseStreamingAsync(options, left.Token))
            {
                Note(update, places, seen);
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

    private static void Note(StreamingResponseUpdate update, Dictionary<int, SeenTool> places, Seen seen)
    {
        switch (update)
        {
            case StreamingResponseOutputTextDeltaUpdate text:
                seen.Pieces.Add(text.Delta);
                seen.Text = string.Concat(seen.Pieces);
                break;
            case StreamingResponseOutputItemAddedUpdate { Item: FunctionCallResponseItem made } added:
                places[added.OutputIndex] = new SeenTool { Index = seen.Calls.Count, Id = made.CallId, Name = made.FunctionName };
                seen.Calls.Add(places[added.OutputIndex]);
                break;
            case StreamingResponseFunctionCallArgumentsDeltaUpdate arguments:
                places[arguments.OutputIndex].Add(arguments.Delta.ToString());
                break;
            case StreamingResponseCompletedUpdate completed:
                Note(completed.Response, seen);
                break;
            case StreamingResponseIncompleteUpdate incomplete:
                Note(incomplete.Response, seen);
                break;
            case StreamingResponseFailedUpdate failed:
                seen.Finish = "failed";
                seen.Error = new SeenError("response.failed", null, failed.Response.Error.Message);
                break;
        }
    }

    private static void Note(ResponseResult response, Seen seen)
    {
        (seen.Id, seen.Model, seen.Finish) = (response.Id, response.Model, response.Status?.ToString().ToLowerInvariant());
        seen.Usage = response.Usage is { } usage ? new(usage.InputTokenCount, usage.OutputTokenCount, usage.InputTokenDetails?.CachedTokenCount ?? 0) : null;
    }
}
