using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Switchboard.Gateway.Exchange.Operations;
using Switchboard.Protocol;

namespace Switchboard.Gateway.Endpoints;

/// <summary>What models are asked for beside chat, and where.</summary>
internal static class OperationEndpoints
{
    public static void MapOperations(this IEndpointRouteBuilder routes, OperationEndpoint endpoint)
    {
        Json(routes, "/v1/completions", ServedOperations.Completion, endpoint);
        Json(routes, "/v1/embeddings", ServedOperations.Embedding, endpoint);
        Json(routes, "/v1/images/generations", ServedOperations.ImageGeneration, endpoint);
        Json(routes, "/v1/audio/speech", ServedOperations.Speech, endpoint);
        Json(routes, "/v1/rerank", ServedOperations.Rerank, endpoint);
        Json(routes, "/v2/rerank", ServedOperations.Rerank, endpoint);
        Json(routes, "/v1/moderations", ServedOperations.Moderation, endpoint);
        Json(routes, "/v1/messages/count_tokens", ServedOperations.CountTokens, endpoint, Dialect.AnthropicMessages);
        Json(routes, "/anthropic/v1/messages/count_tokens", ServedOperations.CountTokens, endpoint, Dialect.AnthropicMessages);
        Form(routes, "/v1/images/edits", FormRules.ImageEdit, endpoint);
        Form(routes, "/v1/audio/transcriptions", FormRules.Transcription, endpoint);
        Form(routes, "/v1/audio/translations", FormRules.Translation, endpoint);
        MapHoldings(routes, endpoint);
        routes.Map("/v1/realtime", (RequestDelegate)endpoint.RealtimeAsync);
    }

    private static void MapHoldings(IEndpointRouteBuilder routes, OperationEndpoint endpoint)
    {
        Form(routes, "/v1/files", FormRules.File, endpoint);
        Held(routes, "/v1/files", HoldingRules.Files, endpoint);
        Held(routes, "/v1/files/{id}", HoldingRules.FileOf, endpoint);
        Held(routes, "/v1/files/{id}", HoldingRules.FileDeletion, endpoint);
        Held(routes, "/v1/files/{id}/content", HoldingRules.FileContent, endpoint);
        Json(routes, "/v1/batches", ServedOperations.Batch, endpoint);
        Held(routes, "/v1/batches", HoldingRules.Batches, endpoint);
        Held(routes, "/v1/batches/{id}", HoldingRules.BatchOf, endpoint);
        Held(routes, "/v1/batches/{id}/cancel", HoldingRules.BatchCancellation, endpoint);
    }

    private static void Json(IEndpointRouteBuilder routes, string path, JsonRules rules, OperationEndpoint endpoint, Dialect dialect = Dialect.OpenAiChat) =>
        routes.MapPost(path, (RequestDelegate)(context => endpoint.JsonAsync(context, rules, dialect)));

    private static void Form(IEndpointRouteBuilder routes, string path, FormRules rules, OperationEndpoint endpoint) =>
        routes.MapPost(path, (RequestDelegate)(context => endpoint.FormAsync(context, rules)));

    private static void Held(IEndpointRouteBuilder routes, string path, HoldingRules rules, OperationEndpoint endpoint) =>
        routes.MapMethods(path, [rules.Method.Method], (RequestDelegate)(context => endpoint.HeldAsync(context, rules)));
}
